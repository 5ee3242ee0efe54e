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

/* fiber_call(function: rdi, arguments: rsi, top: rdx): calls function(a[0], a[1], a[2], a[3]). */
        .globl  fiber_call
        .hidden fiber_call
        .type   fiber_call, @function
fiber_call:
        pushq   %rbp
        movq    %rsp, %rbp
        movq    %rdx, %rsp
        movq    %rdi, %rax
        movq    %rsi, %r11
        movq    0(%r11), %rdi
        movq    8(%r11), %rsi
        movq    16(%r11), %rdx
        movq    24(%r11), %rcx
        call    *%rax
        movq    %rbp, %rsp
        popq    %rbp
        ret
        .size   fiber_call, .-fiber_call
        .section .note.GNU-stack, "", @progbits
