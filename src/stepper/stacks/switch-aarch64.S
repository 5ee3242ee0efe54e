/* fiber_switch(from: x0, to: x1) for the AArch64 procedure call standard: x19-x30 and d8-d15. */
        .text
        .globl  fiber_switch
        .hidden fiber_switch
        .type   fiber_switch, %function
fiber_switch:
        sub     sp, sp, #160
        stp     x19, x20, [sp, #0]
        stp     x21, x22, [sp, #16]
        stp     x23, x24, [sp, #32]
        stp     x25, x26, [sp, #48]
        stp     x27, x28, [sp, #64]
        stp     x29, x30, [sp, #80]
        stp     d8, d9, [sp, #96]
        stp     d10, d11, [sp, #112]
        stp     d12, d13, [sp, #128]
        stp     d14, d15, [sp, #144]
        mov     x9, sp
        str     x9, [x0]
        mov     sp, x1
        ldp     x19, x20, [sp, #0]
        ldp     x21, x22, [sp, #16]
        ldp     x23, x24, [sp, #32]
        ldp     x25, x26, [sp, #48]
        ldp     x27, x28, [sp, #64]
        ldp     x29, x30, [sp, #80]
        ldp     d8, d9, [sp, #96]
        ldp     d10, d11, [sp, #112]
        ldp     d12, d13, [sp, #128]
        ldp     d14, d15, [sp, #144]
        add     sp, sp, #160
        br      x30
        .size   fiber_switch, .-fiber_switch

/* fiber_call(function: x0, arguments: x1, top: x2): calls function(a[0], a[1], a[2], a[3]). */
        .globl  fiber_call
        .hidden fiber_call
        .type   fiber_call, %function
fiber_call:
        stp     x29, x30, [sp, #-16]!
        mov     x29, sp
        mov     sp, x2
        mov     x9, x0
        mov     x10, x1
        ldp     x0, x1, [x10, #0]
        ldp     x2, x3, [x10, #16]
        blr     x9
        mov     sp, x29
        ldp     x29, x30, [sp], #16
        ret
        .size   fiber_call, .-fiber_call
        .section .note.GNU-stack, "", %progbits
