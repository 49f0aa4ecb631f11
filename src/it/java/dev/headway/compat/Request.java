package dev.headway.compat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A request.
 *
 * @param method its method
 * @param path path and query
 * @param headers names and values in turn
 * @param body its body; may be empty
 * @param chunked whether HTTP/1.1 sends the body in chunks, without a length
 */
record Request(String method, String path, List<String> headers, byte[] body, boolean chunked) {

	static Request get(String path, String... headers) {
		return new Request("GET", path, List.of(headers), new byte[0], false);
	}

	static Request of(String method, String path, String type, byte[] body) {
		return new Request(method, path, List.of("Content-Type", type), body, false);
	}

	static Request of(String method, String path, String type, String body) {
		return of(method, path, type, body.getBytes(StandardCharsets.UTF_8));
	}

	Request inChunks() {
		return new Request(this.method, this.path, this.headers, this.body, true);
	}

	Request with(String name, String value) {
		List<String> more = new ArrayList<>(this.headers);
		more.add(name);
		more.add(value);
		return new Request(this.method, this.path, more, this.body, this.chunked);
	}

	@Override
	public String toString() {
		return this.method + " " + this.path + ((this.body.length > 0) ? ", " + this.body.length + " bytes" : "");
	}

}
