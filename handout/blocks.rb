# What the book does with its blocks.
#
# A transcript says how its conversation begins, unless that is with a plain ./memrepl; what is typed,
# the lines with a prompt, stands in bold; and an address that no two runs have in common, 0x* (glob)
# for the tests, is 0x… for the reader. Questions, tables and short listings stay on one page.
SHORT = 20 # lines

def beginning(block)
  return 'It goes on:' if block.option? 'continue' or block.attributes.value? 'continue'
  options = %w[threads memory seed].select { |name| block.attr? name }
  return if options.empty?
  "Begin with `./memrepl #{options.map { |name| "--#{name} #{block.attr name}" }.join ' '}`:"
end

# A table that is unbreakable by itself loses the space below it.
def enclose(table)
  place = table.parent.blocks.index table
  whole = Asciidoctor::Block.new table.parent, :open, attributes: { 'unbreakable-option' => '' }
  table.parent.blocks[place] = whole
  whole << table
end

Asciidoctor::Extensions.register do
  tree_processor do
    process do |document|
      document.find_by(context: :sidebar).each { |question| question.set_option 'unbreakable' }
      document.find_by(context: :table).each { |table| enclose table } if document.backend == 'pdf'
      document.find_by { |block| %i[listing literal].include? block.context }.each do |block|
        block.set_option 'unbreakable' if block.lines.size <= SHORT
        next unless block.attr? 'language', 'memrepl'
        block.title ||= beginning block
        def block.content
          super.gsub(/^(mem|mems|prog)&gt; .*$/, '<strong>\0</strong>').gsub('0x* (glob)', '0x…')
        end
      end
      nil
    end
  end
end
