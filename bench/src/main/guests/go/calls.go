// Guests in Go that call each other: a service that greets, and a caller that asks it so many times,
// with so many calls open at once, and then prints for each call, in the order of the answers, what
// it took, and when it was answered, both in nanoseconds, the latter since the first call. As the
// first parigot's Go library does, they read and write their messages by reflection, and read one
// event after the other in a loop.
//
// The arguments: "service", or "caller", how often it calls, and how many calls it has open.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"time"
)

const timedOut = 30

var (
	hostID    = id{fromHex(os.Getenv("HOSTID_HIGH")), fromHex(os.Getenv("HOSTID_LOW"))}
	serviceID id
)

type request struct {
	Name    string            `json:"name"`
	Tongues []string          `json:"tongues"`
	Number  int               `json:"number"`
	Headers map[string]string `json:"headers"`
}

type answer struct {
	Greeting string  `json:"greeting"`
	Number   int     `json:"number"`
	Request  request `json:"request"`
}

func main() {
	switch {
	case len(os.Args) == 2 && os.Args[1] == "service":
		service()
	case len(os.Args) == 4 && os.Args[1] == "caller":
		caller(number(os.Args[2]), number(os.Args[3]))
	default:
		fail("the arguments are: service, or caller and two numbers")
	}
}

func number(argument string) int {
	value, err := strconv.Atoi(argument)
	if err != nil {
		fail(err.Error())
	}
	return value
}

func service() {
	registerAs("greeter")
	must("export_", export, encode(idField(1, serviceID), name(2, "greeter"), idField(3, hostID)))
	bound := must("bind_method_", bindMethod, encode(idField(1, hostID), idField(2, serviceID), text(3, "Greet")))
	greet := readID(bound.message(1))
	launch()
	for {
		event := next()
		called := event.message(2)
		if readID(called.message(3)) == greet {
			give(readID(called.message(4)), greeting(event.bytes(3)))
		}
	}
}

func greeting(parameter []byte) []byte {
	var asked request
	if err := json.Unmarshal(content(parameter), &asked); err != nil {
		fail(err.Error())
	}
	said := answer{fmt.Sprintf("%s, %s", asked.Tongues[asked.Number%len(asked.Tongues)], asked.Name), asked.Number, asked}
	return anything(said)
}

// open is a call that waits for its answer.
type open struct {
	asked request
	began time.Time
}

// answered is what a call took, and when its answer came.
type answered struct {
	took time.Duration
	at   time.Duration
}

func caller(calls, atOnce int) {
	registerAs("caller")
	must("require_", require, encode(name(1, "greeter"), idField(2, serviceID)))
	launch()
	for readID(next().message(5).message(3)) != launchMethod {
	}
	located := must("locate_", locate, encode(text(1, "bench.v1"), text(2, "greeter"), idField(3, serviceID)))
	service := readID(located.message(2))
	method := readID(located.all(3)[0].message(2))
	waiting := map[id]open{}
	done := make([]answered, 0, calls)
	first := time.Now()
	for made := 0; len(done) < calls; {
		for ; made < calls && len(waiting) < atOnce; made++ {
			began := time.Now()
			call := newID('c')
			asked := request{"world", []string{"hello", "bonjour", "guten tag"}, made, map[string]string{"from": "caller", "to": "greeter"}}
			bundle := encode(idField(1, hostID), idField(2, service), idField(3, method), idField(4, call))
			must("dispatch_", dispatch, encode(field(1, bundle), field(3, anything(asked))))
			waiting[call] = open{asked, began}
		}
		resolved := next().message(5)
		call := readID(resolved.message(2))
		was, found := waiting[call]
		if !found {
			continue
		}
		delete(waiting, call)
		var said answer
		if err := json.Unmarshal(content(resolved.bytes(4)), &said); err != nil {
			fail(err.Error())
		}
		asked := was.asked
		if wanted := fmt.Sprintf("%s, world", asked.Tongues[asked.Number%3]); said.Greeting != wanted || said.Number != asked.Number {
			fail(fmt.Sprintf("%+v is no answer to %+v", said, asked))
		}
		done = append(done, answered{time.Since(was.began), time.Since(first)})
	}
	for _, each := range done {
		say(fmt.Sprintf("%d %d", each.took.Nanoseconds(), each.at.Nanoseconds()))
	}
	leave()
}

// anything is what a call's parameter and result are: here a google.protobuf.StringValue with JSON in it.
func anything(value any) []byte {
	bytes, err := json.Marshal(value)
	if err != nil {
		fail(err.Error())
	}
	return encode(text(1, "type.googleapis.com/google.protobuf.StringValue"), field(2, field(1, bytes)))
}

func content(anything message) []byte {
	return anything.message(2).bytes(1)
}

func registerAs(service string) {
	registered := must("register_", register, encode(idField(1, hostID), text(2, service)))
	serviceID = readID(registered.message(1))
}

func launch() {
	must("launch_", launchCall, encode(idField(1, serviceID), idField(2, newID('c')), idField(3, hostID), idField(4, launchMethod)))
}

func give(call id, result []byte) {
	parts := [][]byte{field(1, encode(idField(1, hostID), idField(4, call)))}
	if result != nil {
		parts = append(parts, field(2, result))
	}
	must("return_value_", returnValue, encode(parts...))
}

// leave asks to exit, answers its own exit call, and ends when it is told to.
func leave() {
	call := newID('c')
	pair := encode(idField(1, serviceID), []byte{2 << 3, 0})
	must("exit_", exit, encode(field(1, pair), idField(2, call), idField(3, hostID), idField(4, exitMethod)))
	give(call, nil)
	for {
		if asked := next().message(6); readID(asked.message(1)) != (id{}) {
			os.Exit(int(asked.number(2)))
		}
	}
}

// next reads an event: an empty one when the time-out has passed.
func next() message {
	event, failure := ask(readOne, encode([]byte{1 << 3, 50}, idField(2, hostID)))
	if failure != 0 && failure != timedOut {
		fail("read_one_ answered " + strconv.Itoa(int(failure)))
	}
	return event
}

func name(number byte, service string) []byte {
	return field(number, encode(text(1, "bench.v1"), text(2, service)))
}

func say(line string) {
	os.Stdout.WriteString(line + "\n")
}

func fail(line string) {
	say(line)
	os.Exit(1)
}
