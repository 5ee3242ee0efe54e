# What the book does with its listings: what is typed in a transcript, the lines with a prompt, stands in
# bold, and a short listing stays on one page.
SHORT = 16 # lines

Asciidoctor::Extensions.register do
  tree_processor do
    process do |document|
      document.find_by { |block| %i[listing literal].include? block.context }.each do |block|
        block.set_option 'unbreakable' if block.lines.size <= SHORT
        next unless block.attr? 'language', 'memrepl'
        def block.content
          super.gsub(/^(mem|mems|prog)&gt; .*$/, '<strong>\0</strong>')
        end
      end
      nil
    end
  end
end
