/* Includes a suspect, to read it in the messages of the compiler.
 * Told: suspects/A/segment_list.c may */
#include "../../../solutions/lab7-break/suspects/A/segment_list.c"

int main(void)
{
    return 0;
}
