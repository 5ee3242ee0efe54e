/* Main prints the mean of the grades; a teacher takes the only grade back, and enters it again.
 *
 * expect: division by zero at 35
 *
 * Correcting a grade is done in two critical sections. Who looks between them finds no grade at
 * all, and the mean of none is 0/0. Both steps belong into one section.
 */
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int sum = 80, grades = 1;

static void enter_grade(int grade, int change)
{
    pthread_mutex_lock(&lock);
    sum += change * grade;
    grades += change;
    pthread_mutex_unlock(&lock);
}

static void *teacher(void *unused)
{
    (void)unused;
    enter_grade(80, -1);
    enter_grade(90, 1);
    return NULL;
}

int main(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, teacher, NULL);
    pthread_mutex_lock(&lock);
    int mean = sum / grades;
    pthread_mutex_unlock(&lock);
    pthread_join(thread, NULL);
    printf("The mean is %d.\n", mean);
    return 0;
}
