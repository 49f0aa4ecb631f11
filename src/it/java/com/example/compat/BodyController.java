package com.example.compat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Reads bodies of each kind. */
@RestController
class BodyController {

	@PostMapping("/body/json")
	Map<String, Object> json(@RequestBody Map<String, Object> body) {
		return new TreeMap<>(body);
	}

	@PostMapping("/body/person")
	Person person(@Valid @RequestBody Person person) {
		return person;
	}

	@PostMapping("/body/limited")
	int limited(@RequestParam @Max(10) int limit) {
		return limit;
	}

	@PostMapping("/body/raw")
	String raw(HttpServletRequest request) throws IOException {
		return request.getContentLengthLong() + ": " + Digest.of(request.getInputStream());
	}

	@PostMapping("/body/bytes")
	String bytes(@RequestBody byte[] body) throws IOException {
		return Digest.of(new ByteArrayInputStream(body));
	}

	/** Doesn't read the body. */
	@PostMapping("/body/unread")
	String unread() {
		return "unread";
	}

	@PostMapping("/body/upload")
	String upload(@RequestParam MultipartFile file, @RequestParam String comment) throws IOException {
		return file.getOriginalFilename() + ", " + file.getContentType() + ", " + Digest.of(file.getInputStream())
				+ ", " + comment;
	}

	@PostMapping("/body/form")
	Map<String, String> form(@RequestParam Map<String, String> parameters) {
		return new TreeMap<>(parameters);
	}

	@PutMapping("/body/form")
	Map<String, String> putForm(@RequestParam Map<String, String> parameters) {
		return new TreeMap<>(parameters);
	}

	record Person(@NotBlank String name, @Min(1800) int born) {
	}

}
