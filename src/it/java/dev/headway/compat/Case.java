package dev.headway.compat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** The features of applications, each as a visit. */
enum Case {

	JSON {
		@Override
		void run(Visit visit) throws InterruptedException {
			visit.send(json("{\"name\":\"Ada\",\"born\":1815}"));
			visit.send(json("{\"name\":\"Ada\",\"born\":1815}").inChunks());
			visit.send(json("{\"name\":"));
			visit.send(json("{\"after\":\"all\"}"));
		}
	},

	RAW_100_KB {
		@Override
		void run(Visit visit) throws InterruptedException {
			visit.send(raw("/body/raw", 100 * KB));
			visit.send(raw("/body/raw", 100 * KB).inChunks());
			visit.send(raw("/body/bytes", 100 * KB));
		}
	},

	RAW_10_MB {
		@Override
		void run(Visit visit) throws InterruptedException {
			visit.send(raw("/body/raw", 10 * KB * KB));
		}
	},

	UNREAD_BODY {
		@Override
		void run(Visit visit) throws InterruptedException {
			visit.send(raw("/body/unread", KB));
			visit.send(raw("/body/unread", 100 * KB));
			visit.get("/context");
		}
	},

	MULTIPART_1_KB {
		@Override
		void run(Visit visit) throws InterruptedException {
			visit.send(upload(KB));
		}
	},

	MULTIPART_10_MB {
		@Override
		void run(Visit visit) throws InterruptedException {
			visit.send(upload(10 * KB * KB));
		}
	},

	FORMS {
		@Override
		void run(Visit visit) throws InterruptedException {
			visit.send(form("POST", "/body/form?from=query", "name=Ada+Lovelace&born=1815"));
			visit.send(form("PUT", "/body/form?from=query", "name=Ada+Lovelace&born=1815"));
		}
	},

	CONTEXT {
		@Override
		void run(Visit visit) throws InterruptedException {
			visit.get("/context", "X-Tenant", "one", "Accept-Language", "de-CH");
			visit.get("/context", "X-Tenant", "two");
			visit.send(new Request("HEAD", "/context", List.of(), new byte[0], false));
		}
	},

	WRAPPERS {
		@Override
		void run(Visit visit) throws InterruptedException {
			visit.get("/wrapped/context", "X-Tenant", "one");
		}
	},

	ETAG {
		@Override
		void run(Visit visit) throws InterruptedException {
			Response first = visit.get("/etag/context");
			visit.get("/etag/context", "If-None-Match", first.header("ETag"));
		}
	},

	FILTER_WITHOUT_ASYNC {
		@Override
		void run(Visit visit) throws InterruptedException {
			visit.get("/synchronous/context", "X-Tenant", "one");
			visit.get("/synchronous/context", "X-Tenant", "two");
		}
	},

	SECURITY {
		@Override
		void run(Visit visit) throws InterruptedException {
			visit.get("/account", "Accept", "text/html");
			visit.send(form("POST", "/login", "username=ada&password=lovelace"));
			String login = visit.get("/login").find("name=\"_csrf\" type=\"hidden\" value=\"([^\"]+)\"");
			visit.send(form("POST", "/login", "username=ada&password=wrong&_csrf=" + login));
			visit.send(form("POST", "/login", "username=ada&password=lovelace&_csrf=" + login));
			visit.get("/account");
			visit.get("/account");
			visit.send(form("POST", "/account", "name=Countess"));
			String token = visit.get("/account/csrf").find("\"token\":\"([^\"]+)\"");
			visit.send(form("POST", "/account", "name=Countess&_csrf=" + token));
			visit.get("/account/admin");
			visit.send(form("POST", "/logout", "_csrf=" + token));
			visit.get("/account", "Accept", "text/html");
		}
	},

	CALLABLE {
		@Override
		void run(Visit visit) throws InterruptedException {
			visit.get("/async/callable");
			visit.get("/async/failing");
		}
	},

	DEFERRED_RESULT {
		@Override
		void run(Visit visit) throws InterruptedException {
			visit.get("/async/deferred");
			visit.get("/async/timeout");
		}
	},

	STREAMING {
		@Override
		void run(Visit visit) throws InterruptedException {
			visit.get("/async/streaming");
		}
	},

	SERVER_SENT_EVENTS {
		@Override
		void run(Visit visit) throws InterruptedException {
			visit.get("/async/sse", "Accept", "text/event-stream");
		}
	},

	NO_BODY {
		@Override
		void run(Visit visit) throws InterruptedException {
			visit.get("/answer/nothing");
			visit.get("/answer/unchanged");
			visit.get("/context");
		}
	},

	GZIP {
		@Override
		void run(Visit visit) throws InterruptedException {
			visit.get("/answer/large", "Accept-Encoding", "gzip");
			visit.get("/answer/large");
		}
	},

	ERROR_PAGES {
		@Override
		void run(Visit visit) throws InterruptedException {
			for (String path : new String[] { "boom", "missing", "gone", "conflict" }) {
				visit.get("/answer/" + path, "Accept", "application/json");
				visit.get("/answer/" + path, "Accept", "text/html");
			}
			visit.send(Request.of("DELETE", "/context", "text/plain", ""));
			visit.send(Request.of("DELETE", "/body/json", "text/plain", ""));
		}
	},

	PROBLEM_DETAIL {
		@Override
		void run(Visit visit) throws InterruptedException {
			visit.get("/answer/problem");
			visit.get("/answer/thrown-problem");
		}
	},

	HTTP_BASIC {
		@Override
		void run(Visit visit) throws InterruptedException {
			visit.get("/basic/user");
			visit.get("/basic/user", "Authorization", basic("ada:wrong"));
			visit.get("/basic/user", "Authorization", basic("ada:lovelace"));
			visit.get("/basic/admin", "Authorization", basic("ada:lovelace"));
		}
	},

	VALIDATION {
		@Override
		void run(Visit visit) throws InterruptedException {
			for (String person : new String[] { "{\"name\":\"Ada\",\"born\":1815}",
					"{\"name\":\" \",\"born\":1815}" }) {
				visit.send(Request.of("POST", "/body/person", "application/json", person));
			}
			visit.send(form("POST", "/body/limited", "limit=10"));
			visit.send(form("POST", "/body/limited", "limit=11"));
		}
	},

	TRANSACTIONS {
		@Override
		void run(Visit visit) throws InterruptedException {
			visit.send(Request.of("DELETE", "/ledger", "text/plain", ""));
			visit.send(form("POST", "/ledger", "amount=3"));
			visit.send(form("POST", "/ledger/failing", "amount=5"));
			visit.get("/ledger");
		}

		@Override
		String proof() {
			return "{\"ENTRIES\":1,\"TOTAL\":3}";
		}
	},

	CORS {
		@Override
		void run(Visit visit) throws InterruptedException {
			for (String origin : new String[] { "https://shop.example", "https://other.example" }) {
				visit.send(new Request("OPTIONS", "/shared", List.of("Origin", origin, "Access-Control-Request-Method",
						"PUT", "Access-Control-Request-Headers", "X-Tenant"), new byte[0], false));
				visit.send(new Request("PUT", "/shared", List.of("Origin", origin), new byte[0], false));
				visit.get("/shared", "Origin", origin);
			}
			visit.get("/shared");
		}
	},

	STATIC_RESOURCES {
		@Override
		void run(Visit visit) throws InterruptedException {
			String modified = visit.get("/style.css").header("Last-Modified");
			visit.get("/style.css", "If-Modified-Since", modified);
			visit.get("/style.css", "Range", "bytes=2-9");
			visit.get("/style.css", "Range", "bytes=1000-");
			visit.send(new Request("HEAD", "/style.css", List.of(), new byte[0], false));
		}
	},

	FORWARDED {
		@Override
		void run(Visit visit) throws InterruptedException {
			String[] headers = { "X-Forwarded-For", "203.0.113.7", "X-Forwarded-Proto", "https", "X-Forwarded-Host",
					"shop.example", "X-Forwarded-Port", "8443", "X-Forwarded-Prefix", "/front" };
			visit.get("/forwarded", headers);
			visit.get("/forwarded/redirect", headers);
			visit.get("/forwarded");
			visit.get("/account", headers);
		}
	},

	TRACING {
		@Override
		void run(Visit visit) throws InterruptedException {
			visit.get("/trace", "traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
			visit.get("/trace");
		}

		@Override
		String proof() {
			return "{\"continued\":\"true\",\"length\":\"32\",\"sameAsInFilter\":\"true\"}";
		}
	},

	SCHEDULING {
		@Override
		void run(Visit visit) throws InterruptedException {
			visit.get("/scheduled");
		}
	},

	WEB_SOCKET {
		@Override
		void run(Visit visit) throws InterruptedException {
			visit.send(Request.of("GET", "/socket", "text/plain", "one\n" + "long ".repeat(1000) + "\nclose"));
		}
	};

	private static final int KB = 1024;

	private static final String BOUNDARY = "boundary";

	abstract void run(Visit visit) throws InterruptedException;

	/** A text in the answers that proves that the application did what the case tests. */
	String proof() {
		return "";
	}

	private static String basic(String credentials) {
		return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.US_ASCII));
	}

	private static Request json(String json) {
		return Request.of("POST", "/body/json", "application/json", json);
	}

	private static Request raw(String path, int length) {
		return Request.of("POST", path, "application/octet-stream", bytes(length));
	}

	private static Request form(String method, String path, String form) {
		return Request.of(method, path, "application/x-www-form-urlencoded", form);
	}

	private static Request upload(int length) {
		String before = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"comment\"\r\n\r\nhello\r\n--"
				+ BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"file.bin\"\r\n"
				+ "Content-Type: application/octet-stream\r\n\r\n";
		String after = "\r\n--" + BOUNDARY + "--\r\n";
		byte[] body = ByteBuffer.allocate(before.length() + length + after.length())
			.put(before.getBytes(StandardCharsets.US_ASCII))
			.put(bytes(length))
			.put(after.getBytes(StandardCharsets.US_ASCII))
			.array();
		return Request.of("POST", "/body/upload", "multipart/form-data; boundary=" + BOUNDARY, body);
	}

	/** Always the same bytes, without a period that is a power of two. */
	private static byte[] bytes(int length) {
		byte[] bytes = new byte[length];
		for (int i = 0; i < length; i++) {
			bytes[i] = (byte) (i % 251);
		}
		return bytes;
	}

}
