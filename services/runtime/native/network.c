/* Interfaces, addresses and routes by rtnetlink: a pod network on machines without iproute2 and CNI plugins. */
#include <linux/if.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <linux/sockios.h>
#include <linux/veth.h>
#include "plan.h"

#define AF_INET_ 2
#define AF_NETLINK_ 16
#define SOCK_DGRAM_ 2
#define SOCK_RAW_ 3
#define SOCK_CLOEXEC_ 02000000
#define MESSAGE_SIZE 1024
#define ADDRESS_BYTES 4

struct request {
  struct nlmsghdr head;
  char body[MESSAGE_SIZE];
};

static void *reserve(struct request *q, size_t n) {
  void *at = (char *)q + NLMSG_ALIGN(q->head.nlmsg_len);
  q->head.nlmsg_len = NLMSG_ALIGN(q->head.nlmsg_len) + n;
  return at;
}

static struct rtattr *attribute(struct request *q, int type, const void *data, size_t n) {
  struct rtattr *a = reserve(q, RTA_LENGTH(n));
  a->rta_type = type;
  a->rta_len = RTA_LENGTH(n);
  copy(RTA_DATA(a), data, n);
  return a;
}

/* The end of attributes that were put into `a`. */
static void close_nest(struct request *q, struct rtattr *a) { a->rta_len = (char *)q + q->head.nlmsg_len - (char *)a; }

static void begin(struct request *q, int type, int flags) {
  q->head.nlmsg_len = NLMSG_LENGTH(0);
  q->head.nlmsg_type = type;
  q->head.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | flags;
}

/* Sends and waits for the kernel's verdict: 0 or -errno. */
static long perform(struct request *q) {
  struct {
    struct nlmsghdr head;
    struct nlmsgerr verdict;
    char rest[MESSAGE_SIZE];
  } answer = {0};
  long fd = SYS(__NR_socket, AF_NETLINK_, SOCK_RAW_ | SOCK_CLOEXEC_, NETLINK_ROUTE), r;
  if (fd < 0) return fd;
  r = SYS(__NR_sendto, fd, q, q->head.nlmsg_len, 0, 0, 0);
  if (r >= 0) r = SYS(__NR_recvfrom, fd, &answer, sizeof answer, 0, 0, 0);
  SYS(__NR_close, fd);
  if (r < 0) return r;
  return answer.head.nlmsg_type == NLMSG_ERROR ? answer.verdict.error : -EPROTO;
}

static long interface_index(const char *name) {
  struct ifreq request = {0};
  long fd = SYS(__NR_socket, AF_INET_, SOCK_DGRAM_ | SOCK_CLOEXEC_, 0), r;
  if (fd < 0) return fd;
  for (int i = 0; i < IFNAMSIZ - 1 && name[i]; i++) request.ifr_name[i] = name[i];
  r = SYS(__NR_ioctl, fd, SIOCGIFINDEX, &request);
  SYS(__NR_close, fd);
  return r < 0 ? r : request.ifr_ifindex;
}

/* "10.1.2.3" to four bytes. */
static void parse_address(const char *s, unsigned char *out) {
  for (int i = 0; i < ADDRESS_BYTES; i++) {
    out[i] = number(s);
    while (*s && *s != '.') s++;
    if (*s) s++;
  }
}

/* A pair of interfaces, one here, the other in the network namespace at `netns`. */
long make_veth(const char *name, const char *peer, const char *netns) {
  struct request q = {0};
  struct rtattr *info, *data, *other;
  long fd = SYS(__NR_openat, AT_FDCWD, netns, O_RDONLY | O_CLOEXEC), r;
  if (fd < 0) return fd;
  unsigned int namespace_fd = fd;
  begin(&q, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL);
  reserve(&q, sizeof(struct ifinfomsg));
  attribute(&q, IFLA_IFNAME, name, length(name) + 1);
  info = attribute(&q, IFLA_LINKINFO, "", 0);
  attribute(&q, IFLA_INFO_KIND, "veth", 4);
  data = attribute(&q, IFLA_INFO_DATA, "", 0);
  other = attribute(&q, VETH_INFO_PEER, "", 0);
  reserve(&q, sizeof(struct ifinfomsg));
  attribute(&q, IFLA_IFNAME, peer, length(peer) + 1);
  attribute(&q, IFLA_NET_NS_FD, &namespace_fd, sizeof namespace_fd);
  close_nest(&q, other);
  close_nest(&q, data);
  close_nest(&q, info);
  r = perform(&q);
  SYS(__NR_close, fd);
  return r;
}

long add_address(const char *name, const char *address, long prefix) {
  struct request q = {0};
  unsigned char bytes[ADDRESS_BYTES];
  long index = interface_index(name);
  if (index < 0) return index;
  parse_address(address, bytes);
  begin(&q, RTM_NEWADDR, NLM_F_CREATE | NLM_F_REPLACE);
  struct ifaddrmsg *m = reserve(&q, sizeof *m);
  m->ifa_family = AF_INET_;
  m->ifa_prefixlen = prefix;
  m->ifa_index = index;
  attribute(&q, IFA_LOCAL, bytes, sizeof bytes);
  attribute(&q, IFA_ADDRESS, bytes, sizeof bytes);
  return perform(&q);
}

/* `gateway` "" means that the destination is on the link itself. */
long add_route(const char *destination, long prefix, const char *gateway, const char *name) {
  struct request q = {0};
  unsigned char bytes[ADDRESS_BYTES];
  int index = interface_index(name);
  if (index < 0) return index;
  begin(&q, RTM_NEWROUTE, NLM_F_CREATE | NLM_F_REPLACE);
  struct rtmsg *m = reserve(&q, sizeof *m);
  m->rtm_family = AF_INET_;
  m->rtm_dst_len = prefix;
  m->rtm_table = RT_TABLE_MAIN;
  m->rtm_protocol = RTPROT_STATIC;
  m->rtm_scope = *gateway ? RT_SCOPE_UNIVERSE : RT_SCOPE_LINK;
  m->rtm_type = RTN_UNICAST;
  parse_address(destination, bytes);
  if (prefix > 0) attribute(&q, RTA_DST, bytes, sizeof bytes);
  parse_address(gateway, bytes);
  if (*gateway) attribute(&q, RTA_GATEWAY, bytes, sizeof bytes);
  attribute(&q, RTA_OIF, &index, sizeof index);
  return perform(&q);
}
