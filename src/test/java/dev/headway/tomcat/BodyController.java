package dev.headway.tomcat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import dev.headway.admission.DeclaredPace;
import dev.headway.admission.Pace;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Handlers that read a body in different ways. */
@TestConfiguration(proxyBeanMethods = false)
@RestController
class BodyController {

	private final AtomicInteger slow = new AtomicInteger();

	private final CountDownLatch release = new CountDownLatch(1);

	/** How many slow requests have begun. */
	int slow() {
		return this.slow.get();
	}

	/** Lets slow requests end. */
	void release() {
		this.release.countDown();
	}

	@GetMapping("/test/quick")
	String quick() {
		return "quick";
	}

	@Pace(DeclaredPace.SLOW)
	@PostMapping("/test/slow")
	String slow(@RequestBody String body) throws InterruptedException {
		this.slow.incrementAndGet();
		this.release.await();
		return body;
	}

	@PostMapping("/test/json")
	String json(@RequestBody Map<String, String> body) {
		return "" + body.get("text").length();
	}

	@PostMapping("/test/form")
	String form(@RequestParam String a, @RequestParam String b) {
		return a + "," + b;
	}

	@PutMapping("/test/form")
	String putForm(@RequestParam String a, @RequestParam String b) {
		return form(a, b);
	}

	@PostMapping("/test/upload")
	String upload(@RequestParam MultipartFile file, @RequestParam String comment) throws IOException {
		return file.getOriginalFilename() + ": " + new String(file.getBytes(), StandardCharsets.UTF_8) + ", " + comment;
	}

	@PostMapping("/test/available")
	String available(HttpServletRequest request) throws IOException {
		ServletInputStream body = request.getInputStream();
		// Tomcat only reports whether any bytes are available
		boolean available = body.available() > 0;
		return available + ": " + new String(body.readAllBytes(), StandardCharsets.UTF_8);
	}

	@PostMapping("/test/listener")
	void listener(HttpServletRequest request, HttpServletResponse response) throws IOException {
		AsyncContext context = request.startAsync();
		ServletInputStream body = request.getInputStream();
		ByteArrayOutputStream read = new ByteArrayOutputStream();
		body.setReadListener(new ReadListener() {

			@Override
			public void onDataAvailable() throws IOException {
				while (body.isReady() && !body.isFinished()) {
					int next = body.read();
					if (next >= 0) {
						read.write(next);
					}
				}
			}

			@Override
			public void onAllDataRead() throws IOException {
				response.setContentLength(read.size());
				read.writeTo(response.getOutputStream());
				context.complete();
			}

			@Override
			public void onError(Throwable failure) {
				context.complete();
			}

		});
	}

}
