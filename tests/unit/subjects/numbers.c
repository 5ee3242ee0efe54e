/* numbers.c - variables of each kind of number, for test_expressions.c, which has them twice: as a subject
 * to evaluate expressions on, and as locals of its own to know the answers. */
#include <stdbool.h>
#include <stdint.h>

enum colour { RED, GREEN = 7, BLUE = 300 };
enum sign { MINUS = -4, PLUS = 4 };
__extension__ enum far { FAR = 1ul << 32, NEAR = 1 };
__extension__ enum beyond { BEYOND = 0x80000000u };

struct bits {
    unsigned low : 3;
    int signed_part : 5;
    unsigned long wide : 40;
};

struct node {
    int id;
    char letter;
    struct node *next;
    struct {
        short inner[3];
    };
};

typedef unsigned short half_t;
typedef struct node node_t;

bool yes = true, no = false;
char c = 'x';
signed char sc = -100;
unsigned char uc = 200;
short s = -30000;
unsigned short us = 60000;
int i = -7, j = 12, zero = 0, least = INT32_MIN, most = INT32_MAX;
unsigned u = 4000000000u, v = 3;
long l = -5000000000, m = 9;
unsigned long ul = 18000000000000000000u, vl = 5;
long long ll = 1234567890123;
__extension__ __int128 wide = -((__int128)1 << 126) * 2;
__extension__ unsigned __int128 unsigned_wide = -1;
float f = 1.5f, g = -0.25f;
double d = 2.75, e = -1e10;
double _Complex turned = __builtin_complex(0.5, -2.0);
float _Complex half_turned = __builtin_complex(-1.25f, 3.0f);
long double _Complex far_turned = __builtin_complex(0.125L, -0.0L);
enum colour colour = BLUE;
enum sign sign = MINUS;
half_t half = 65535;
enum far far = NEAR;
enum beyond beyond = BEYOND;
int $dollar = 3, höhe = 4;
int a[6] = {3, 1, 4, 1, 5, 9};
int grid[2][3] = {{1, 2, 3}, {4, 5, 6}};
struct bits bits = {5, -9, 1ul << 39};
struct node second = {2, 'b', 0, {{7, 8, 9}}};
struct node first = {1, 'a', &second, {{-1, -2, -3}}};
node_t *list = &first, *nothing = 0;
int *p = a, *q = a + 4;
int (*rows)[] = &a;
void *anything = a;
const char *text = "text";
