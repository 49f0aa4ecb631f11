package com.example.attack;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Handlers that are quick, slow, or either. */
@RestController
class AttackController {

	private static final int DOWNLOAD_BYTES = 5 * 1024 * 1024;

	private static final int BLOCK_BYTES = 64 * 1024;

	private static final int ONE_IN = 20;

	@GetMapping("/quick")
	String quick() {
		return "quick";
	}

	@GetMapping("/slow")
	String slow(@RequestParam(defaultValue = "0") long ms) {
		Pause.millis(ms);
		return "slow";
	}

	/** One id in twenty is slow. */
	@GetMapping("/report/{id}")
	String report(@PathVariable int id) {
		Pause.millis((id % ONE_IN == 0) ? 2000 : 0);
		return "report " + id;
	}

	@PostMapping("/json")
	ResponseEntity<String> json(@RequestBody Map<String, Object> body) {
		return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body("{\"fields\":" + body.size() + "}");
	}

	@PostMapping("/other-json")
	ResponseEntity<String> otherJson(@RequestBody Map<String, Object> body) {
		return json(body);
	}

	@GetMapping("/download")
	void download(HttpServletResponse response) throws IOException {
		response.setContentType(MediaType.APPLICATION_OCTET_STREAM_VALUE);
		response.setContentLength(DOWNLOAD_BYTES);
		byte[] block = new byte[BLOCK_BYTES];
		OutputStream out = response.getOutputStream();
		for (int sent = 0; sent < DOWNLOAD_BYTES; sent += BLOCK_BYTES) {
			out.write(block);
		}
	}

	@GetMapping("/filtered")
	String filtered() {
		return "filtered";
	}

}
