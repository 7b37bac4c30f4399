// A guest as the first parigot's Go library made them: one program that registers, exports, requires,
// binds, launches and then reads one event after the other for ever, each request a serialized
// protobuf and each answer in a room of 4096 bytes. It prints the events it reads, in hex, so that a
// test sees every byte.
//
// Its first argument is its part: "service" or "client"; a second one changes what it does.
package main

import "os"

const timedOut = 30

var (
	hostID    = id{fromHex(os.Getenv("HOSTID_HIGH")), fromHex(os.Getenv("HOSTID_LOW"))}
	serviceID id
	launched  bool
)

func main() {
	say("started as " + os.Args[0])
	variation := ""
	if len(os.Args) > 2 {
		variation = os.Args[2]
	}
	switch os.Args[1] {
	case "service":
		service()
	case "client":
		client(variation)
	default:
		fail("no such part: " + os.Args[1])
	}
}

func service() {
	registerAs("classic")
	must("export_", export, encode(idField(1, serviceID), nameField(2), idField(3, hostID)))
	greet := bind("Greet")
	refuse := bind("Refuse")
	launch()
	for {
		event := next()
		if event == nil {
			continue
		}
		// A generated service looks at the call and at nothing else.
		call := readID(event.message(2).message(4))
		switch readID(event.message(2).message(3)) {
		case greet:
			give(call, event.bytes(3), 0)
		case refuse:
			give(call, nil, 4)
		}
	}
}

func client(variation string) {
	registerAs("caller")
	must("require_", require, encode(nameField(1), idField(2, serviceID)))
	launch()
	for !launched {
		next()
	}
	asking := idField(3, serviceID)
	if variation == "locates without a caller" {
		asking = nil
	}
	located := must("locate_", locate, encode(text(1, "classic.v1"), text(2, "classic"), asking))
	method := id{}
	for _, binding := range located.all(3) {
		if string(binding.bytes(1)) == "Greet" {
			method = readID(binding.message(2))
		}
	}
	call := newID('c')
	param := encode(text(1, "type.googleapis.com/google.protobuf.StringValue"), text(2, "\n\x03you"))
	bundle := encode(idField(1, hostID), idField(2, readID(located.message(2))), idField(3, method), idField(4, call))
	sent := must("dispatch_", dispatch, encode(field(1, bundle), field(3, param)))
	say("dispatched " + toHex(sent))
	for readID(next().message(5).message(2)) != call {
	}
	leave(3)
}

// leave asks to exit, answers its own exit call, and ends with the code of the event that follows.
func leave(code byte) {
	call := newID('c')
	pair := encode(idField(1, serviceID), []byte{2 << 3, code})
	must("exit_", exit, encode(field(1, pair), idField(2, call), idField(3, hostID), idField(4, exitMethod)))
	give(call, nil, 0)
	for {
		if asked := next().message(6); readID(asked.message(1)) != (id{}) {
			os.Exit(int(asked.number(2)))
		}
	}
}

func registerAs(name string) {
	answer := must("register_", register, encode(idField(1, hostID), text(2, name)))
	serviceID = readID(answer.message(1))
	say("service " + serviceID.String())
}

func bind(name string) id {
	answer := must("bind_method_", bindMethod, encode(idField(1, hostID), idField(2, serviceID), text(3, name)))
	return readID(answer.message(1))
}

func launch() {
	call := newID('c')
	say("launch " + call.String())
	must("launch_", launchCall, encode(idField(1, serviceID), idField(2, call), idField(3, hostID), idField(4, launchMethod)))
}

// give answers a call: with the host's id and the call's, and nothing else in the bundle.
func give(call id, result []byte, failure byte) {
	var parts [][]byte
	parts = append(parts, field(1, encode(idField(1, hostID), idField(4, call))))
	if result != nil {
		parts = append(parts, field(2, result))
	}
	if failure != 0 {
		parts = append(parts, []byte{3 << 3, failure})
	}
	must("return_value_", returnValue, encode(parts...))
}

// next reads an event. An empty one when the time-out has passed.
func next() message {
	event, failure := ask(readOne, encode([]byte{1 << 3, 50}, idField(2, hostID)))
	if failure == timedOut {
		return nil
	}
	if failure != 0 {
		fail("read_one_ failed and the loop is broken")
	}
	say("event " + toHex(event))
	resolved := message(event).message(5)
	if readID(resolved.message(3)) == launchMethod {
		if resolved.number(5) != 0 {
			fail("the launch failed")
		}
		launched = true
	}
	return event
}

func nameField(number byte) []byte {
	return field(number, encode(text(1, "classic.v1"), text(2, "classic")))
}

func say(line string) {
	os.Stdout.WriteString(line + "\n")
}

func fail(line string) {
	say(line)
	os.Exit(1)
}
