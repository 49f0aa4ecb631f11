package dev.headway.site;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application with its own interceptor in front of one of the pages: Spring MVC works
 * as documented.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "headway.sleep=10ms")
@Timeout(60)
class OthersInterceptorTests {

	@LocalServerPort
	private int port;

	@Autowired
	private Interceptor interceptor;

	@Test
	void isAskedForItsPathsAndFindsTheRequestOnItsThread() throws Exception {
		assertThat(status("/")).isEqualTo(200);
		assertThat(status("/sleep")).isEqualTo(200);
		assertThat(status("/nope")).isEqualTo(404);
		assertThat(this.interceptor.seen).containsExactly("/sleep bound");
	}

	private int status(String path) throws Exception {
		URI uri = URI.create("http://127.0.0.1:" + this.port + path);
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
			.statusCode();
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Interceptor implements WebMvcConfigurer, HandlerInterceptor {

		private final List<String> seen = new CopyOnWriteArrayList<>();

		@Override
		public void addInterceptors(InterceptorRegistry registry) {
			registry.addInterceptor(this).addPathPatterns("/sleep");
		}

		@Override
		public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
			boolean bound = RequestContextHolder.getRequestAttributes() != null;
			this.seen.add(request.getRequestURI() + (bound ? " bound" : " unbound"));
			return true;
		}

	}

}
