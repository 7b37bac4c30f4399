// Guests in Go that call each other: a service that greets, and a caller that asks it so many times,
// one after the other, and then prints what each call took, in nanoseconds. As the first parigot's
// Go library does, they read and write their messages by reflection, and read one event after the
// other in a loop.
//
// The arguments: "service", or "caller" and how often it calls.
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
	case len(os.Args) == 3 && os.Args[1] == "caller":
		calls, err := strconv.Atoi(os.Args[2])
		if err != nil {
			fail(err.Error())
		}
		caller(calls)
	default:
		fail("the arguments are: service, or caller and a number")
	}
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

func caller(calls int) {
	registerAs("caller")
	must("require_", require, encode(name(1, "greeter"), idField(2, serviceID)))
	launch()
	for readID(next().message(5).message(3)) != launchMethod {
	}
	located := must("locate_", locate, encode(text(1, "bench.v1"), text(2, "greeter"), idField(3, serviceID)))
	method := readID(located.all(3)[0].message(2))
	took := make([]time.Duration, calls)
	for i := range took {
		began := time.Now()
		call := newID('c')
		asked := request{"world", []string{"hello", "bonjour", "guten tag"}, i, map[string]string{"from": "caller", "to": "greeter"}}
		bundle := encode(idField(1, hostID), idField(2, readID(located.message(2))), idField(3, method), idField(4, call))
		must("dispatch_", dispatch, encode(field(1, bundle), field(3, anything(asked))))
		resolved := next().message(5)
		for readID(resolved.message(2)) != call {
			resolved = next().message(5)
		}
		var said answer
		if err := json.Unmarshal(content(resolved.bytes(4)), &said); err != nil {
			fail(err.Error())
		}
		if wanted := fmt.Sprintf("%s, world", asked.Tongues[i%3]); said.Greeting != wanted || said.Number != i {
			fail(fmt.Sprintf("%+v is no answer to %+v", said, asked))
		}
		took[i] = time.Since(began)
	}
	for _, each := range took {
		say(strconv.FormatInt(each.Nanoseconds(), 10))
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
