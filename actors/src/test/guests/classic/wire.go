package main

import "encoding/binary"

// message is a serialized protobuf; what it lacks is empty.
type message []byte

func encode(fields ...[]byte) []byte {
	var all []byte
	for _, f := range fields {
		all = append(all, f...)
	}
	return all
}

func field(number byte, content []byte) []byte {
	head := binary.AppendUvarint([]byte{number<<3 | 2}, uint64(len(content)))
	return append(head, content...)
}

func text(number byte, content string) []byte {
	return field(number, []byte(content))
}

func idField(number byte, value id) []byte {
	content := binary.AppendUvarint([]byte{1 << 3}, value.high)
	content = binary.AppendUvarint(append(content, 2<<3), value.low)
	return field(number, content)
}

func readID(m message) id {
	return id{m.number(1), m.number(2)}
}

// each hands over every field: its number, its value when it is one, its content when it has some.
func (m message) each(take func(number byte, value uint64, content []byte)) {
	for len(m) > 0 {
		tag, n := binary.Uvarint(m)
		m = m[n:]
		value, n := binary.Uvarint(m)
		m = m[n:]
		var content []byte
		switch tag & 7 {
		case 0:
		case 2:
			content, m = m[:value], m[value:]
		default:
			fail("a field of a kind that no message has")
		}
		take(byte(tag>>3), value, content)
	}
}

func (m message) number(wanted byte) (found uint64) {
	m.each(func(number byte, value uint64, content []byte) {
		if number == wanted {
			found = value
		}
	})
	return
}

func (m message) bytes(wanted byte) (found []byte) {
	m.each(func(number byte, value uint64, content []byte) {
		if number == wanted {
			found = content
		}
	})
	return
}

func (m message) message(wanted byte) message {
	return m.bytes(wanted)
}

func (m message) all(wanted byte) (found []message) {
	m.each(func(number byte, value uint64, content []byte) {
		if number == wanted {
			found = append(found, content)
		}
	})
	return
}
