/* Entry: reads the plan from a pipe, does it, reports.
 *
 * File descriptors at the start: 0-2 the standard streams; 3 where the outcome is told, "ok PID\n" or
 * "error STEP ERRNO\n"; 4 (exec with a terminal) sizes of the terminal; 5 the plan. */
#include "plan.h"

#define REPORT_FD 3
#define PLAN_FD 5
#define PLAN_LIMIT (8UL << 20) /* bytes; arguments and environment of a process are at most 2 MiB + 4 MiB */
#define PROT_READ_WRITE 3
#define MAP_PRIVATE_ANONYMOUS 0x22

/* gcc may call these for structures even in freestanding code. */
void *memcpy(void *to, const void *from, size_t n) {
  copy(to, from, n);
  return to;
}

void *memset(void *to, int value, size_t n) {
  char *t = to;
  while (n--) *t++ = value;
  return to;
}

static long read_plan(struct plan *plan) {
  char *buffer = (char *)SYS(__NR_mmap, 0, PLAN_LIMIT, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0);
  size_t used = 0;
  if ((long)buffer < 0 && (long)buffer > -4096) return (long)buffer;
  for (;;) {
    long r = SYS(__NR_read, PLAN_FD, buffer + used, PLAN_LIMIT - used - 1);
    if (r == -EINTR) continue;
    if (r < 0) return r;
    if (r == 0) break;
    used += r;
  }
  SYS(__NR_close, PLAN_FD);
  if (used + 1 >= PLAN_LIMIT) return -E2BIG;
  plan->next = buffer;
  plan->end = buffer + used;
  return 0;
}

void report_error(long step, long error) {
  char line[64], *p = text(line, "error ");
  p = decimal(p, step, 1), *p++ = ' ';
  p = decimal(p, -error, 1), *p++ = '\n';
  write_all(REPORT_FD, line, p - line);
}

void report_started(long pid) {
  char line[64], *p = text(line, "ok ");
  p = decimal(p, pid, 1), *p++ = '\n';
  write_all(REPORT_FD, line, p - line);
  SYS(__NR_close, REPORT_FD);
}

static void __attribute__((used, noreturn)) start(void) {
  static struct plan plan;
  SYS(__NR_umask, 0);
  long r = read_plan(&plan);
  if (r == 0) r = plan_run(&plan);
  if (r < 0) {
    report_error(plan.step, r);
    leave(125);
  }
  if (plan.options.forks) leave(supervise(&plan));
  report_started(0);
  leave(0);
}

#if defined(__x86_64__)
__asm__(".globl _start\n_start: xor %ebp,%ebp\n and $-16,%rsp\n call start\n");
#else
__asm__(".globl _start\n_start: mov x29,#0\n mov x30,#0\n bl start\n");
#endif
