package dev.headway.compat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

import static dev.headway.compat.Request.KB;

/** The features of applications, each as a visit. */
enum Case {

	JSON((visit) -> {
		visit.send(Request.json("{\"name\":\"Ada\",\"born\":1815}"));
		visit.send(Request.json("{\"name\":\"Ada\",\"born\":1815}").inChunks());
		visit.send(Request.json("{\"name\":"));
		visit.send(Request.json("{\"after\":\"all\"}"));
	}),

	RAW_100_KB((visit) -> {
		visit.send(Request.raw("/body/raw", 100 * KB));
		visit.send(Request.raw("/body/raw", 100 * KB).inChunks());
		visit.send(Request.raw("/body/bytes", 100 * KB));
	}),

	RAW_10_MB((visit) -> visit.send(Request.raw("/body/raw", 10 * KB * KB))),

	UNREAD_BODY((visit) -> {
		visit.send(Request.raw("/body/unread", KB));
		visit.send(Request.raw("/body/unread", 100 * KB));
		visit.get("/context");
	}),

	MULTIPART_1_KB((visit) -> visit.send(Request.upload(KB))),

	MULTIPART_10_MB((visit) -> visit.send(Request.upload(10 * KB * KB))),

	FORMS((visit) -> {
		visit.send(Request.form("POST", "/body/form?from=query", "name=Ada+Lovelace&born=1815"));
		visit.send(Request.form("PUT", "/body/form?from=query", "name=Ada+Lovelace&born=1815"));
	}),

	CONTEXT((visit) -> {
		visit.get("/context", "X-Tenant", "one", "Accept-Language", "de-CH");
		visit.get("/context", "X-Tenant", "two");
		visit.send(new Request("HEAD", "/context", List.of(), new byte[0], false));
	}),

	WRAPPERS((visit) -> visit.get("/wrapped/context", "X-Tenant", "one")),

	ETAG((visit) -> {
		Response first = visit.get("/etag/context");
		visit.get("/etag/context", "If-None-Match", first.header("ETag"));
	}),

	FILTER_WITHOUT_ASYNC((visit) -> {
		visit.get("/synchronous/context", "X-Tenant", "one");
		visit.get("/synchronous/context", "X-Tenant", "two");
	}),

	SECURITY((visit) -> {
		visit.get("/account", "Accept", "text/html");
		visit.send(Request.form("POST", "/login", "username=ada&password=lovelace"));
		String login = visit.get("/login").find("name=\"_csrf\" type=\"hidden\" value=\"([^\"]+)\"");
		visit.send(Request.form("POST", "/login", "username=ada&password=wrong&_csrf=" + login));
		visit.send(Request.form("POST", "/login", "username=ada&password=lovelace&_csrf=" + login));
		visit.get("/account");
		visit.get("/account");
		visit.send(Request.form("POST", "/account", "name=Countess"));
		String token = visit.get("/account/csrf").find("\"token\":\"([^\"]+)\"");
		visit.send(Request.form("POST", "/account", "name=Countess&_csrf=" + token));
		visit.get("/account/admin");
		visit.send(Request.form("POST", "/logout", "_csrf=" + token));
		visit.get("/account", "Accept", "text/html");
	}),

	CALLABLE((visit) -> {
		visit.get("/async/callable");
		visit.get("/async/failing");
	}),

	DEFERRED_RESULT((visit) -> {
		visit.get("/async/deferred");
		visit.get("/async/timeout");
	}),

	STREAMING((visit) -> visit.get("/async/streaming")),

	SERVER_SENT_EVENTS((visit) -> visit.get("/async/sse", "Accept", "text/event-stream")),

	NO_BODY((visit) -> {
		visit.get("/answer/nothing");
		visit.get("/answer/unchanged");
		visit.get("/context");
	}),

	GZIP((visit) -> {
		visit.get("/answer/large", "Accept-Encoding", "gzip");
		visit.get("/answer/large");
	}),

	ERROR_PAGES((visit) -> {
		for (String path : new String[] { "boom", "missing", "gone", "conflict" }) {
			visit.get("/answer/" + path, "Accept", "application/json");
			visit.get("/answer/" + path, "Accept", "text/html");
		}
		visit.send(Request.of("DELETE", "/context", "text/plain", ""));
		visit.send(Request.of("DELETE", "/body/json", "text/plain", ""));
	}),

	PROBLEM_DETAIL((visit) -> {
		visit.get("/answer/problem");
		visit.get("/answer/thrown-problem");
	}),

	HTTP_BASIC((visit) -> {
		visit.get("/basic/user");
		visit.get("/basic/user", "Authorization", basic("ada:wrong"));
		visit.get("/basic/user", "Authorization", basic("ada:lovelace"));
		visit.get("/basic/admin", "Authorization", basic("ada:lovelace"));
	}),

	VALIDATION((visit) -> {
		for (String person : new String[] { "{\"name\":\"Ada\",\"born\":1815}", "{\"name\":\" \",\"born\":1815}" }) {
			visit.send(Request.of("POST", "/body/person", "application/json", person));
		}
		visit.send(Request.form("POST", "/body/limited", "limit=10"));
		visit.send(Request.form("POST", "/body/limited", "limit=11"));
	}),

	TRANSACTIONS((visit) -> {
		visit.send(Request.of("DELETE", "/ledger", "text/plain", ""));
		visit.send(Request.form("POST", "/ledger", "amount=3"));
		visit.send(Request.form("POST", "/ledger/failing", "amount=5"));
		visit.get("/ledger");
	}, "{\"ENTRIES\":1,\"TOTAL\":3}"),

	CORS((visit) -> {
		for (String origin : new String[] { "https://shop.example", "https://other.example" }) {
			visit.send(new Request("OPTIONS", "/shared", List.of("Origin", origin, "Access-Control-Request-Method",
					"PUT", "Access-Control-Request-Headers", "X-Tenant"), new byte[0], false));
			visit.send(new Request("PUT", "/shared", List.of("Origin", origin), new byte[0], false));
			visit.get("/shared", "Origin", origin);
		}
		visit.get("/shared");
	}),

	STATIC_RESOURCES((visit) -> {
		String modified = visit.get("/style.css").header("Last-Modified");
		visit.get("/style.css", "If-Modified-Since", modified);
		visit.get("/style.css", "Range", "bytes=2-9");
		visit.get("/style.css", "Range", "bytes=1000-");
		visit.send(new Request("HEAD", "/style.css", List.of(), new byte[0], false));
	}),

	FORWARDED((visit) -> {
		String[] headers = { "X-Forwarded-For", "203.0.113.7", "X-Forwarded-Proto", "https", "X-Forwarded-Host",
				"shop.example", "X-Forwarded-Port", "8443", "X-Forwarded-Prefix", "/front" };
		visit.get("/forwarded", headers);
		visit.get("/forwarded/redirect", headers);
		visit.get("/forwarded");
		visit.get("/account", headers);
	}),

	TRACING((visit) -> {
		visit.get("/trace", "traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
		visit.get("/trace");
	}, "{\"continued\":\"true\",\"length\":\"32\",\"sameAsInFilter\":\"true\"}"),

	SCHEDULING((visit) -> visit.get("/scheduled")),

	WEB_SOCKET((visit) -> {
		visit.send(Request.of("GET", "/socket", "text/plain", "one\n" + "long ".repeat(1000) + "\nclose"));
	});

	private final Steps steps;

	private final String proof;

	Case(Steps steps) {
		this(steps, "");
	}

	Case(Steps steps, String proof) {
		this.steps = steps;
		this.proof = proof;
	}

	void run(Visit visit) throws InterruptedException {
		this.steps.run(visit);
	}

	/** A text in the answers that proves that the application did what the case tests. */
	String proof() {
		return this.proof;
	}

	private static String basic(String credentials) {
		return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.US_ASCII));
	}

	/** What a visit requests. */
	private interface Steps {

		void run(Visit visit) throws InterruptedException;

	}

}
