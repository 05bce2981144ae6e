// A whole scheduler in Go, over the Kubernetes REST API and nothing but the standard library: each pod goes to the open
// node with the fewest pods.
package main

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

type object struct {
	Metadata struct{ Name, Namespace, UID, ResourceVersion string }
	Spec     struct {
		NodeName, SchedulerName string
		Unschedulable           bool
		Taints                  []struct{ Effect string }
		SchedulingGates         []struct{ Name string }
	}
	Status struct {
		Phase       string
		Allocatable map[string]string
	}
}

type list struct {
	Metadata struct{ ResourceVersion string }
	Items    []object
}

type scheduler struct {
	client *http.Client
	server string
	name   string
}

func (s *scheduler) get(path string, into any) error {
	response, err := s.client.Get(s.server + path)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("GET %s: %s", path, response.Status)
	}
	return json.NewDecoder(response.Body).Decode(into)
}

// round places every pod that waits, then waits for news of pods.
func (s *scheduler) round() error {
	var nodes, pods list
	if err := s.get("/api/v1/nodes", &nodes); err != nil {
		return err
	}
	if err := s.get("/api/v1/pods", &pods); err != nil {
		return err
	}
	count := map[string]int{}
	for _, pod := range pods.Items {
		if pod.Status.Phase != "Succeeded" && pod.Status.Phase != "Failed" {
			count[pod.Spec.NodeName]++
		}
	}
	for _, pod := range pods.Items {
		if pod.Spec.SchedulerName != s.name || pod.Spec.NodeName != "" || len(pod.Spec.SchedulingGates) > 0 {
			continue
		}
		if node := emptiest(nodes.Items, count); node != "" && s.bind(pod, node) {
			count[node]++
		}
	}
	return s.wait(pods.Metadata.ResourceVersion)
}

// emptiest is the open node with the fewest pods, or "".
func emptiest(nodes []object, count map[string]int) string {
	best := ""
	for _, node := range nodes {
		name := node.Metadata.Name
		allowed, _ := strconv.Atoi(node.Status.Allocatable["pods"])
		if open(node) && count[name] < allowed && (best == "" || count[name] < count[best]) {
			best = name
		}
	}
	return best
}

func open(node object) bool {
	for _, taint := range node.Spec.Taints {
		if taint.Effect != "PreferNoSchedule" {
			return false
		}
	}
	return !node.Spec.Unschedulable
}

// bind is false when somebody else was faster, or the pod is gone: the next round will tell.
func (s *scheduler) bind(pod object, node string) bool {
	meta := map[string]string{"name": pod.Metadata.Name, "namespace": pod.Metadata.Namespace, "uid": pod.Metadata.UID}
	body, _ := json.Marshal(map[string]any{"apiVersion": "v1", "kind": "Binding", "metadata": meta, "target": map[string]string{"kind": "Node", "name": node}})
	path := fmt.Sprintf("%s/api/v1/namespaces/%s/pods/%s/binding", s.server, pod.Metadata.Namespace, pod.Metadata.Name)
	response, err := s.client.Post(path, "application/json", bytes.NewReader(body))
	if err != nil {
		log.Print(err)
		return false
	}
	response.Body.Close()
	log.Printf("%s/%s to %s: %s", pod.Metadata.Namespace, pod.Metadata.Name, node, response.Status)
	return response.StatusCode == http.StatusCreated
}

// wait returns with the first change of a pod after the revision, or after a while.
func (s *scheduler) wait(revision string) error {
	var event json.RawMessage
	if err := s.get("/api/v1/pods?watch=true&timeoutSeconds=5&resourceVersion="+revision, &event); err != io.EOF {
		return err
	}
	return nil
}

func main() {
	server := flag.String("server", "https://127.0.0.1:6443", "the Kubernetes API")
	pki := flag.String("pki", ".flotilla/pki", "folder with ca.crt, scheduler.crt and scheduler.key")
	name := flag.String("scheduler-name", "fewest-pods", "pods whose spec.schedulerName is this are placed")
	flag.Parse()
	certificate, err := tls.LoadX509KeyPair(filepath.Join(*pki, "scheduler.crt"), filepath.Join(*pki, "scheduler.key"))
	ca, readErr := os.ReadFile(filepath.Join(*pki, "ca.crt"))
	if err != nil || readErr != nil {
		log.Fatal(err, readErr)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(ca)
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, Certificates: []tls.Certificate{certificate}}}
	s := &scheduler{client: &http.Client{Transport: transport}, server: *server, name: *name}
	for {
		if err := s.round(); err != nil {
			log.Print(err)
			time.Sleep(time.Second)
		}
	}
}
