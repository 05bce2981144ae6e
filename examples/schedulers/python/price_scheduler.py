"""A whole scheduler in Python: pods go to the cheapest node that has room.

Nodes name their price in the label `price.flotilla.dev/per-hour`. Watch and Bind of `flotilla.apiserver.v1` are all
it needs. One thread watches nodes, one watches pods; the main thread decides.
"""

import argparse
import json
import pathlib
import queue
import re
import sys
import threading
import time

import grpc

sys.path.insert(0, str(pathlib.Path(__file__).parent / "gen"))
from flotilla.apiserver.v1 import apiserver_pb2 as api  # noqa: E402
from flotilla.apiserver.v1 import apiserver_pb2_grpc as rpc  # noqa: E402

PRICE = "price.flotilla.dev/per-hour"
UNITS = {"": 1, "n": 1e-9, "u": 1e-6, "m": 1e-3, "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12,
         "Ki": 2**10, "Mi": 2**20, "Gi": 2**30, "Ti": 2**40}


def amount(quantity):
    """A Kubernetes quantity, such as 500m or 2Gi, as a number."""
    number, unit = re.fullmatch(r"([\d.]+)([A-Za-z]*)", str(quantity)).groups()
    return float(number) * UNITS[unit]


def requests(pod, resource):
    return sum(amount(c.get("resources", {}).get("requests", {}).get(resource, 0)) for c in pod["spec"]["containers"])


def has_room(pod, node, there):
    allocatable = node.get("status", {}).get("allocatable", {})
    if len(there) + 1 > amount(allocatable.get("pods", 0)):
        return False
    return all(requests(pod, r) + sum(requests(o, r) for o in there) <= amount(allocatable.get(r, 0))
               for r in ("cpu", "memory"))


def is_open(node):
    taints = node.get("spec", {}).get("taints", [])
    return not node.get("spec", {}).get("unschedulable") and all(t["effect"] == "PreferNoSchedule" for t in taints)


def cheapest(pod, nodes, pods):
    """Name of the cheapest node with room; of equals the one with the fewest pods. None when there is none."""
    live = [p for p in pods if p["spec"].get("nodeName") and p.get("status", {}).get("phase") not in ("Succeeded", "Failed")]
    choices = []
    for node in filter(is_open, nodes):
        name = node["metadata"]["name"]
        there = [p for p in live if p["spec"]["nodeName"] == name]
        if has_room(pod, node, there):
            choices.append((float(node["metadata"].get("labels", {}).get(PRICE, "inf")), len(there), name))
    return min(choices)[2] if choices else None


class Scheduler:
    def __init__(self, channel, name):
        self.stub, self.name = rpc.ApiServerServiceStub(channel), name
        self.nodes, self.pods = {}, {}
        self.lock, self.news, self.decisions = threading.Lock(), threading.Event(), queue.Queue()
        self.ids, self.asked = 0, {}

    def run(self):
        for resource, store in (("nodes", self.nodes), ("pods", self.pods)):
            threading.Thread(target=self.watch, args=(resource, store), daemon=True).start()
        threading.Thread(target=self.bind, daemon=True).start()
        while True:
            self.news.wait(timeout=5)
            self.news.clear()
            self.decide()

    def watch(self, resource, store):
        """Follows a collection for ever; each new watch begins with all there is."""
        target = api.ResourceName(version="v1", resource=resource)
        while True:
            try:
                seen = set()
                for response in self.stub.Watch(api.WatchRequest(target=target, send_initial_events=True, allow_bookmarks=True)):
                    with self.lock:
                        for event in response.events:
                            self.apply(event, store, seen)
                    self.news.set()
            except grpc.RpcError as error:
                print("watch", resource, error.code(), flush=True)
                time.sleep(1)

    def apply(self, event, store, seen):
        thing = json.loads(event.object.json)
        if event.type == api.WATCH_EVENT_TYPE_BOOKMARK:
            for uid in set(store) - seen:  # What is not among the initial objects is gone.
                if thing["metadata"].get("annotations", {}).get("k8s.io/initial-events-end"):
                    del store[uid]
            return
        uid = thing["metadata"]["uid"]
        seen.add(uid)
        if event.type == api.WATCH_EVENT_TYPE_DELETED:
            store.pop(uid, None)
        elif not (uid in self.asked.values() and not thing["spec"].get("nodeName")):
            store[uid] = thing

    def decide(self):
        with self.lock:
            for pod in list(self.pods.values()):
                spec, meta = pod["spec"], pod["metadata"]
                if spec.get("schedulerName") != self.name or spec.get("nodeName") or spec.get("schedulingGates") or meta.get("deletionTimestamp"):
                    continue
                node = cheapest(pod, self.nodes.values(), self.pods.values())
                if node:
                    spec["nodeName"] = node  # Counts there from now on.
                    self.ids += 1
                    self.asked[self.ids] = meta["uid"]
                    self.decisions.put(api.BindRequest(id=self.ids, namespace=meta["namespace"], name=meta["name"], uid=meta["uid"], node_name=node))

    def bind(self):
        for answer in self.stub.Bind(iter(self.decisions.get, None)):
            with self.lock:
                uid = self.asked.pop(answer.id)
                if answer.reason and uid in self.pods:  # Not bound: try again with the next news.
                    self.pods[uid]["spec"].pop("nodeName", None)
            print("bound" if not answer.reason else f"refused: {answer.message}", uid, flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--apiserver", default="127.0.0.1:6444")
    parser.add_argument("--scheduler-name", default="price")
    parser.add_argument("--pki", type=pathlib.Path, required=True, help="folder with ca.crt, scheduler.crt and scheduler.key")
    options = parser.parse_args()
    ca, key, certificate = ((options.pki / f).read_bytes() for f in ("ca.crt", "scheduler.key", "scheduler.crt"))
    credentials = grpc.ssl_channel_credentials(ca, key, certificate)
    Scheduler(grpc.secure_channel(options.apiserver, credentials), options.scheduler_name).run()


if __name__ == "__main__":
    main()
