/* loops.c: a type of each kind that leads to another type; the script loops makes it lead to itself. */
typedef int number;

struct box {
    int content;
};

number count;
struct box box;
int row[2];
int *where;

int main(void)
{
    return 0;
}
