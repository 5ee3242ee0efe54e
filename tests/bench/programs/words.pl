# Counts words and pairs of words, sorts them, and builds a report out of many small strings.
use strict;
use warnings;

my (%count, %pairs, %places);
my $line_number = 0;
while (my $line = <>) {
    $line_number++;
    my $previous = '';
    for my $word (grep { length } split /[^A-Za-z_]+/, lc $line) {
        $count{$word}++;
        $pairs{"$previous $word"}++ if $previous;
        push @{$places{$word}}, $line_number;
        $previous = $word;
    }
}
my @words = sort { $count{$b} <=> $count{$a} || $a cmp $b } keys %count;
my $report = '';
for my $word (@words) {
    my %lines = map { $_ => 1 } @{$places{$word}};
    $report .= sprintf "%-20s %5d  %s\n", $word, $count{$word},
        join(',', sort { $a <=> $b } keys %lines);
}
my @twice = grep { $pairs{$_} > 1 } sort keys %pairs;
print length($report), ' ', scalar(@twice), "\n";
