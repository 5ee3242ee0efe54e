/* The files of the page as they stand beside this one, for template.c. */
        .section .rodata
        .global template_html, template_css, template_js, template_views, template_threads
template_html:
        .incbin "src/repl/page/page.html"
        .byte 0
template_css:
        .incbin "src/repl/page/page.css"
        .byte 0
template_js:
        .incbin "src/repl/page/page.js"
        .byte 0
template_views:
        .incbin "src/repl/page/views.js"
        .byte 0
template_threads:
        .incbin "src/repl/page/threads.js"
        .byte 0
        .section .note.GNU-stack, "", %progbits
