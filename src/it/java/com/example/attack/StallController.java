package com.example.attack;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Handlers that are quick until their backend hangs. Six methods instead of one with a
 * path variable, since each has to be a handler of its own.
 */
@RestController
class StallController {

	@GetMapping("/stall/1")
	String first(@RequestParam(defaultValue = "0") long ms) {
		return stall(ms);
	}

	@GetMapping("/stall/2")
	String second(@RequestParam(defaultValue = "0") long ms) {
		return stall(ms);
	}

	@GetMapping("/stall/3")
	String third(@RequestParam(defaultValue = "0") long ms) {
		return stall(ms);
	}

	@GetMapping("/stall/4")
	String fourth(@RequestParam(defaultValue = "0") long ms) {
		return stall(ms);
	}

	@GetMapping("/stall/5")
	String fifth(@RequestParam(defaultValue = "0") long ms) {
		return stall(ms);
	}

	@GetMapping("/stall/6")
	String sixth(@RequestParam(defaultValue = "0") long ms) {
		return stall(ms);
	}

	private static String stall(long ms) {
		Pause.millis(ms);
		return "stall";
	}

}
