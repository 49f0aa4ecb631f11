package dev.headway.compat;

import java.nio.ByteBuffer;
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

	static final int KB = 1024;

	private static final String BOUNDARY = "boundary";

	static Request get(String path, String... headers) {
		return new Request("GET", path, List.of(headers), new byte[0], false);
	}

	static Request of(String method, String path, String type, byte[] body) {
		return new Request(method, path, List.of("Content-Type", type), body, false);
	}

	static Request of(String method, String path, String type, String body) {
		return of(method, path, type, body.getBytes(StandardCharsets.UTF_8));
	}

	static Request json(String json) {
		return of("POST", "/body/json", "application/json", json);
	}

	static Request raw(String path, int length) {
		return of("POST", path, "application/octet-stream", bytes(length));
	}

	static Request form(String method, String path, String form) {
		return of(method, path, "application/x-www-form-urlencoded", form);
	}

	static Request upload(int length) {
		String before = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"comment\"\r\n\r\nhello\r\n--"
				+ BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"file.bin\"\r\n"
				+ "Content-Type: application/octet-stream\r\n\r\n";
		String after = "\r\n--" + BOUNDARY + "--\r\n";
		byte[] body = ByteBuffer.allocate(before.length() + length + after.length())
			.put(before.getBytes(StandardCharsets.US_ASCII))
			.put(bytes(length))
			.put(after.getBytes(StandardCharsets.US_ASCII))
			.array();
		return of("POST", "/body/upload", "multipart/form-data; boundary=" + BOUNDARY, body);
	}

	/** Always the same bytes, without a period that is a power of two. */
	private static byte[] bytes(int length) {
		byte[] bytes = new byte[length];
		for (int i = 0; i < length; i++) {
			bytes[i] = (byte) (i % 251);
		}
		return bytes;
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
