/* setjmp(place: rdi) for the System V ABI of x86-64: see jumps.h. */
        .text
        .globl  memrepl_setjmp, memrepl__setjmp, memrepl___sigsetjmp
        .type   memrepl_setjmp, @function
memrepl_setjmp:
memrepl__setjmp:
memrepl___sigsetjmp:
        pushq   %rdi
        movq    8(%rsp), %rsi
        leaq    16(%rsp), %rdx
        call    jumps_note@PLT
        popq    %rdi
        jmp     _setjmp@PLT
        .size   memrepl_setjmp, .-memrepl_setjmp
        .section .note.GNU-stack, "", @progbits
