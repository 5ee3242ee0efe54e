/* Has the assembler read the solution.
 * Told: inline assembly */
__asm__(".section .rodata\n"
        "solution: .incbin \"solutions/lab1-queue/request_queue.c\"\n");
