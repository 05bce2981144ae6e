/* System calls without a C library, and the few helpers that this program needs. Only calls that every 64-bit Linux
 * has (the *at family), so that one source serves x86_64 and aarch64. Failing calls return -errno. */
#ifndef SYS_H
#define SYS_H

#include <asm/unistd.h>
#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/stat.h>

#if defined(__x86_64__)
static inline long syscall6(long n, long a, long b, long c, long d, long e, long f) {
  long ret;
  register long r10 __asm__("r10") = d;
  register long r8 __asm__("r8") = e;
  register long r9 __asm__("r9") = f;
  __asm__ volatile("syscall" : "=a"(ret) : "a"(n), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9) : "rcx", "r11", "memory");
  return ret;
}
#elif defined(__aarch64__)
static inline long syscall6(long n, long a, long b, long c, long d, long e, long f) {
  register long x8 __asm__("x8") = n;
  register long x0 __asm__("x0") = a;
  register long x1 __asm__("x1") = b;
  register long x2 __asm__("x2") = c;
  register long x3 __asm__("x3") = d;
  register long x4 __asm__("x4") = e;
  register long x5 __asm__("x5") = f;
  __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5) : "memory");
  return x0;
}
#endif

#define SYS_PADDED(n, a, b, c, d, e, f, ...) syscall6((n), (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f))
#define SYS(...) SYS_PADDED(__VA_ARGS__, 0, 0, 0, 0, 0, 0, 0)

typedef unsigned long size_t;

#define SIGKILL_ 9
#define SIGPIPE_ 13
#define SIGCHLD_ 17

static inline size_t length(const char *s) {
  size_t n = 0;
  while (s[n]) n++;
  return n;
}

static inline int equal(const char *a, const char *b) {
  while (*a && *a == *b) a++, b++;
  return *a == *b;
}

static inline int starts_with(const char *s, const char *prefix) {
  while (*prefix)
    if (*s++ != *prefix++) return 0;
  return 1;
}

/* Reads a decimal number; also the negative ones. */
static inline long number(const char *s) {
  long value = 0;
  int negative = *s == '-';
  if (negative) s++;
  while (*s >= '0' && *s <= '9') value = value * 10 + (*s++ - '0');
  return negative ? -value : value;
}

/* Writes `value` in decimal at `out`, at least `width` digits; returns the end. */
static inline char *decimal(char *out, unsigned long value, int width) {
  char digits[24];
  int n = 0;
  while (value || n < width || n == 0) digits[n++] = '0' + value % 10, value /= 10;
  while (n) *out++ = digits[--n];
  return out;
}

static inline char *text(char *out, const char *s) {
  while (*s) *out++ = *s++;
  return out;
}

static inline void copy(void *to, const void *from, size_t n) {
  char *t = to;
  const char *f = from;
  while (n--) *t++ = *f++;
}

/* Writes all of it, however many calls that takes; 0 or -errno. */
static inline long write_all(int fd, const void *data, size_t n) {
  const char *p = data;
  while (n) {
    long r = SYS(__NR_write, fd, p, n);
    if (r == -EINTR) continue;
    if (r < 0) return r;
    p += r;
    n -= r;
  }
  return 0;
}

static inline void __attribute__((noreturn)) leave(int code) {
  for (;;) SYS(__NR_exit_group, code);
}

#endif
