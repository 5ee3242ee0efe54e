/* Reads the block of the running thread, with the guard of the stack in it.
 * Told: memory of another segment */
long steal(void)
{
    return *(long __seg_fs *)40;
}
