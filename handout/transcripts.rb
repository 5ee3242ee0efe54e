# What is typed stands in bold in the transcripts of the book: the lines with a prompt.
Asciidoctor::Extensions.register do
  tree_processor do
    process do |document|
      document.find_by(context: :listing) { |block| block.attr?('language', 'memrepl') }.each do |block|
        def block.content
          super.gsub(/^(mem|mems|prog)&gt; .*$/, '<strong>\0</strong>')
        end
      end
      nil
    end
  end
end
