
/* Stands behind the solution of lab 1, in a file that begins with a byte order mark. */
#include <pthread.h>
#include <uchar.h>
#include <wctype.h>
#include <alloca.h>
#include <endian.h>
#include <memory.h>
#include <err.h>
#include <features.h>
#if 0
this isn't C
#pragma omp parallel
#if defined(_WIN32)
#include <windows.h>
#endif
#elif __STDC_VERSION__ < 201112L /* <older than> C11 */
#error "C11 is needed"
#endif
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#pragma STDC FP_CONTRACT OFF
#pragma region packed
#pragma pack(push, 1)
struct packed {
    char kind;
    int number;
};
#pragma pack(pop)
#pragma endregion
#ifdef _WIN32
#include <windows.h>
#endif
#if __STDC_VERSION__ >= 202311L
#include <stdbit.h>
#endif
#include <sys/stat.h>
#include <sys/wait.h>

[[nodiscard]] static int plain(void)
{
    [[maybe_unused]] double part = __real__ 1.0;
    return (int)__builtin_object_size(&part, 0);
}

__attribute__((used)) static int kept;

__attribute__((visibility("hidden"))) int hidden_number(int number)
{
    __builtin_prefetch(&kept);
    switch (number) {
    case 1:
        kept = plain();
        [[fallthrough]];
    default:
        return kept;
    }
}
#pragma GCC diagnostic pop

__attribute__((flatten, noclone)) static int spent_µs(const struct packed *packed)
{
    return packed->number + plain();
}

static double größe(double number)
{
    return number + 1.0;
}

static void *work(void *argument)
{
    free(argument);
    return NULL;
}

static void end_with(void (*function)(void *))
{
    function(NULL);
}

void start_and_end(void)
{
    pthread_t thread;
    static struct request one, other;
    one = other;
    if (pthread_create(&thread, NULL, work, NULL) == 0)
        pthread_join(thread, NULL);
    end_with(free);
    one.id = (int)größe(one.size) + spent_µs(&(struct packed){.number = 1});
}
