/* Standard input and output joined to a TCP connection: port forwarding into a pod, whose localhost only its own
 * network namespace can reach. */
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/poll.h>
#include "plan.h"

#define CHUNK 65536
#define AF_INET_ 2
#define AF_INET6_ 10
#define SOCK_STREAM_ 1
#define SHUT_WR_ 1
#define LOOPBACK_BYTE 127

void report_started(long pid);

static long dial(long port) {
  unsigned short network_order = port >> 8 | port << 8;
  struct sockaddr_in four = {AF_INET_, network_order, {0}, {0}};
  struct sockaddr_in6 six = {AF_INET6_, network_order, 0, {{{0}}}, 0};
  long fd = SYS(__NR_socket, AF_INET_, SOCK_STREAM_ | O_CLOEXEC, 0), r;
  ((unsigned char *)&four.sin_addr)[0] = LOOPBACK_BYTE;
  ((unsigned char *)&four.sin_addr)[3] = 1;
  six.sin6_addr.s6_addr[15] = 1;
  if (fd < 0) return fd;
  r = SYS(__NR_connect, fd, &four, sizeof four);
  if (r == 0) return fd;
  SYS(__NR_close, fd);
  fd = SYS(__NR_socket, AF_INET6_, SOCK_STREAM_ | O_CLOEXEC, 0);
  if (fd < 0) return r;
  return SYS(__NR_connect, fd, &six, sizeof six) < 0 ? r : fd;
}

/* Moves what there is; 0 at the end. */
static int move(int from, int to) {
  static char chunk[CHUNK];
  long r = SYS(__NR_read, from, chunk, CHUNK);
  if (r == -EINTR) return 1;
  return r > 0 && write_all(to, chunk, r) == 0;
}

long relay(long port) {
  long fd = dial(port);
  int in_open = 1;
  unsigned long pipe_signal = 1UL << (SIGPIPE_ - 1);
  if (fd < 0) return fd;
  SYS(__NR_rt_sigprocmask, 0 /* SIG_BLOCK */, &pipe_signal, 0, sizeof pipe_signal);
  report_started(0);
  for (;;) {
    struct pollfd p[2] = {{in_open ? 0 : -1, POLLIN, 0}, {fd, POLLIN, 0}};
    SYS(__NR_ppoll, p, 2, 0, 0, 0);
    if (p[0].revents && !move(0, fd)) {
      in_open = 0;
      SYS(__NR_shutdown, fd, SHUT_WR_);
    }
    if (p[1].revents && !move(fd, 1)) leave(0);
  }
}
