package com.example.compat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** Releases its worker, in each way that Spring MVC has. */
@RestController
class AsyncController {

	private final ExecutorService executor = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "async");
		thread.setDaemon(true);
		return thread;
	});

	@GetMapping("/async/callable")
	Callable<String> callable() {
		return () -> {
			Pause.millis(20);
			return "called";
		};
	}

	@GetMapping("/async/failing")
	Callable<String> failing() {
		return () -> {
			Pause.millis(20);
			throw new IllegalStateException("failed later");
		};
	}

	@GetMapping("/async/deferred")
	DeferredResult<String> deferred() {
		DeferredResult<String> result = new DeferredResult<>();
		this.executor.execute(() -> {
			Pause.millis(20);
			result.setResult("deferred");
		});
		return result;
	}

	@GetMapping("/async/timeout")
	DeferredResult<String> timeout() {
		return new DeferredResult<>(100L);
	}

	@GetMapping("/async/streaming")
	ResponseEntity<StreamingResponseBody> streaming() {
		return ResponseEntity.ok().contentType(MediaType.TEXT_PLAIN).body((out) -> {
			for (int line = 0; line < 5; line++) {
				out.write(("line " + line + "\n").getBytes(StandardCharsets.US_ASCII));
				out.flush();
				Pause.millis(10);
			}
		});
	}

	@GetMapping("/async/sse")
	SseEmitter events() {
		SseEmitter emitter = new SseEmitter();
		this.executor.execute(() -> {
			try {
				for (int event = 0; event < 5; event++) {
					Pause.millis(10);
					emitter.send(SseEmitter.event().id(Integer.toString(event)).data("event " + event));
				}
				emitter.complete();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		});
		return emitter;
	}

}
