/* setjmp(place: x0) for the ABI of aarch64: see jumps.h. */
        .text
        .globl  memrepl_setjmp, memrepl__setjmp, memrepl___sigsetjmp
        .type   memrepl_setjmp, %function
memrepl_setjmp:
memrepl__setjmp:
memrepl___sigsetjmp:
        mov     x2, sp
        stp     x0, x30, [sp, #-16]!
        mov     x1, x30
        bl      jumps_note
        ldp     x0, x30, [sp], #16
        b       _setjmp
        .size   memrepl_setjmp, .-memrepl_setjmp
        .section .note.GNU-stack, "", %progbits
