package dev.headway.site;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

import dev.headway.worker.ThreadPool;
import dev.headway.worker.WorkerSnapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalManagementPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "management.server.port=0")
@Timeout(60)
class ManagementPortTests {

	@LocalManagementPort
	private int managementPort;

	@Autowired
	private ThreadPool pool;

	@Test
	void managementServerKeepsItsOwnThreads() throws Exception {
		// the last job of the warm-up may end after its answer
		await().until(() -> this.pool.snapshot().busy() == 0 && this.pool.queued() == 0);
		long before = jobs();
		URI uri = URI.create("http://127.0.0.1:" + this.managementPort + "/actuator/health");
		var response = HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(jobs()).isEqualTo(before);
	}

	private long jobs() {
		return this.pool.snapshot().workers().stream().mapToLong(WorkerSnapshot::jobs).sum();
	}

}
