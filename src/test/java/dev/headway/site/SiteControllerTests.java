package dev.headway.site;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(properties = "headway.sleep=300ms")
@AutoConfigureMockMvc
class SiteControllerTests {

	@Autowired
	private MockMvcTester mvc;

	@Test
	void rootIsHello() throws Exception {
		assertThat(this.mvc.get().uri("/")).hasStatusOk()
			.hasHeader("Content-Type", "text/html;charset=UTF-8")
			.hasHeader("X-Content-Type-Options", "nosniff")
			.hasHeader("Content-Length", Integer.toString(file("hello.html").getBytes(StandardCharsets.UTF_8).length))
			.bodyText()
			.isEqualTo(file("hello.html"));
	}

	@Test
	void rootWithQueryIsHello() {
		assertThat(this.mvc.get().uri("/?a=b")).hasStatusOk();
	}

	@Test
	void policyAllowsThePagesOwnStyleAndNothingElse() {
		String policy = header(this.mvc.get().uri("/").exchange(), "Content-Security-Policy");
		assertThat(policy).matches("default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='; "
				+ "base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
	}

	@Test
	void headOfRootHasTheHeadersOfGetAndNoBody() {
		MvcTestResult get = this.mvc.get().uri("/").exchange();
		MvcTestResult head = this.mvc.head().uri("/").exchange();
		assertThat(head).hasStatusOk()
			.hasHeader("Content-Length", header(get, "Content-Length"))
			.hasHeader("ETag", header(get, "ETag"))
			.body()
			.isEmpty();
	}

	/** RFC 9110, 13.1.1, 13.1.2 and 13.2.2; TAG stands for the page's entity tag. */
	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			# If-Match         | If-None-Match    | status
			                   |                  | 200
			TAG                |                  | 200
			*                  |                  | 200
			"other", TAG       |                  | 200
			TAG,"other"        |                  | 200
			, ,TAG             |                  | 200
			"other"            |                  | 412
			"other", "another" |                  | 412
			W/TAG              |                  | 412
			W/TAG, TAG         |                  | 200
			"*"                |                  | 412
			"a TAG"            |                  | 412
			""                 |                  | 412
			nonsense           |                  | 412
			``                 |                  | 412
			                   | TAG              | 304
			                   | W/TAG            | 304
			                   | *                | 304
			                   | "other", TAG     | 304
			                   | "a,b", W/TAG     | 304
			                   | "other"          | 200
			                   | "*"              | 200
			                   | nonsense         | 200
			TAG                | TAG              | 304
			*                  | *                | 304
			TAG                | "other"          | 200
			"other"            | TAG              | 412
			"other"            | "other"          | 412
			W/TAG              | W/TAG            | 412
			""")
	void conditionsAreHeldAgainstThePage(String ifMatch, String ifNoneMatch, int status) throws Exception {
		String tag = header(this.mvc.get().uri("/").exchange(), "ETag");
		assertThat(tag).matches("\"[0-9a-f]{16}\"");
		for (HttpMethod method : List.of(HttpMethod.GET, HttpMethod.HEAD)) {
			MockMvcTester.MockMvcRequestBuilder request = this.mvc.method(method).uri("/");
			if (ifMatch != null) {
				request.header("If-Match", ifMatch.replace("TAG", tag));
			}
			if (ifNoneMatch != null) {
				request.header("If-None-Match", ifNoneMatch.replace("TAG", tag));
			}
			MvcTestResult result = request.exchange();
			assertThat(result).hasStatus(status).hasHeader("Cache-Control", "no-cache");
			assertThat(header(result, "ETag")).isEqualTo((status != 412) ? tag : null);
			boolean empty = method.equals(HttpMethod.HEAD) || status == 304;
			assertThat(result.getResponse().getContentAsString().isEmpty()).isEqualTo(empty);
		}
	}

	@Test
	void conditionMayTakeSeveralLines() {
		String tag = header(this.mvc.get().uri("/").exchange(), "ETag");
		assertThat(this.mvc.get().uri("/").header("If-Match", "\"other\"", tag)).hasStatusOk();
		assertThat(this.mvc.get().uri("/").header("If-None-Match", "\"other\"", tag)).hasStatus(304);
	}

	@Test
	void conditionsCountForTheSleeperTooAndForNoErrorPage() {
		assertThat(this.mvc.get().uri("/sleep").header("If-Match", "\"other\"")).hasStatus(412);
		assertThat(this.mvc.get().uri("/nope").header("If-Match", "\"other\"")).hasStatus(404);
		assertThat(this.mvc.get().uri("/nope").header("If-None-Match", "*")).hasStatus(404);
	}

	@Test
	@Timeout(5)
	void longConditionTakesOnePass() {
		String hostile = " ,\t".repeat(100_000) + "x";
		assertThat(this.mvc.get().uri("/").header("If-Match", hostile)).hasStatus(412);
		assertThat(this.mvc.get().uri("/").header("If-Match", "W/".repeat(100_000))).hasStatus(412);
		assertThat(this.mvc.get().uri("/").header("If-Match", "\"a\"".repeat(100_000))).hasStatus(412);
	}

	@Test
	void sleepIsHelloAfterAWhile() throws Exception {
		long start = System.nanoTime();
		assertThat(this.mvc.get().uri("/sleep")).hasStatusOk().bodyText().isEqualTo(file("hello.html"));
		assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(300_000_000);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/nope", "/hello.html", "/404.html", "/error.html", "/static/hello.html", "/error",
			"/favicon.ico", "/sleep/", "/Sleep", "/sleepy", "/%73leep", "/sleep;a=b", "/;a=b", "//", "/a/..", "/a%20b",
			"/h%C3%A9", "/WEB-INF/web.xml", "/actuator/nope", "/actuator/env", "/webjars/x" })
	void everythingElseIsNotFound(String path) throws Exception {
		assertThat(this.mvc.get().uri(java.net.URI.create(path.startsWith("//") ? "http://localhost//" : path)))
			.hasStatus(404)
			.hasHeader("Content-Type", "text/html;charset=UTF-8")
			.hasHeader("X-Content-Type-Options", "nosniff")
			.bodyText()
			.isEqualTo(file("404.html"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "BREW" })
	void everyOtherMethodIsNotFound(String method) throws Exception {
		for (String path : new String[] { "/", "/sleep", "/nope" }) {
			assertThat(this.mvc.method(HttpMethod.valueOf(method)).uri(path)).hasStatus(404)
				.bodyText()
				.isEqualTo(file("404.html"));
		}
	}

	@Test
	void preflightIsARequestLikeAnyOther() throws Exception {
		assertThat(this.mvc.options()
			.uri("/")
			.header("Origin", "http://elsewhere.example")
			.header("Access-Control-Request-Method", "GET")).hasStatus(404).bodyText().isEqualTo(file("404.html"));
	}

	@Test
	void acceptHeaderMakesNoDifference() throws Exception {
		assertThat(this.mvc.get().uri("/nope").header("Accept", "application/json")).hasStatus(404)
			.bodyText()
			.isEqualTo(file("404.html"));
		assertThat(this.mvc.get().uri("/").header("Accept", "no/such-type")).hasStatusOk();
	}

	private static String file(String name) throws Exception {
		return new ClassPathResource("static/" + name).getContentAsString(StandardCharsets.UTF_8);
	}

	private static String header(MvcTestResult result, String name) {
		return result.getResponse().getHeader(name);
	}

}
