/* fiber_switch(from: rdi, to: rsi) for the System V ABI of x86-64.
 *
 * The resume address is popped and jumped to: after a change of stacks `ret` would always be
 * predicted wrong. */
        .text
        .globl  fiber_switch
        .hidden fiber_switch
        .type   fiber_switch, @function
fiber_switch:
        popq    %rdx
        pushq   %rbp
        pushq   %rbx
        pushq   %r12
        pushq   %r13
        pushq   %r14
        pushq   %r15
        pushq   %rdx
        movq    %rsp, (%rdi)
        movq    %rsi, %rsp
        popq    %rdx
        popq    %r15
        popq    %r14
        popq    %r13
        popq    %r12
        popq    %rbx
        popq    %rbp
        jmp     *%rdx
        .size   fiber_switch, .-fiber_switch
        .section .note.GNU-stack, "", @progbits
