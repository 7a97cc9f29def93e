//! The requests of the page, answered outside of a browser.

use lr_schedule::finder::Report;
use lr_schedule::{CosineDecay, LrRangeFinder, Schedule, Scheduler, presets, transfer};
use playground::{Answer, Page};
use serde_json::{Value, json};

fn ask(page: &mut Page, request: &Value) -> (Value, Vec<f64>) {
    let Answer { text, numbers } = page.answer_json(&request.to_string());
    (serde_json::from_str(&text).unwrap(), numbers)
}

#[test]
fn every_entry_is_opened_edited_and_copied_back_without_loss() {
    for (group, name, _, schedule) in playground::catalogue() {
        for format in ["json", "toml"] {
            let mut page = Page::default();
            let entry =
                json!({ "do": "entry", "group": group, "name": name, "steps": 1000, "format": format });
            let text = ask(&mut page, &entry).0["text"].clone();
            let opened =
                ask(&mut page, &json!({ "do": "open", "slot": 0, "text": text, "format": format })).0;
            assert_eq!(opened["kind"], schedule.kind(), "{name}: {opened}");
            let json: Schedule = serde_json::from_str(opened["json"].as_str().unwrap()).unwrap();
            let toml: Schedule = toml::from_str(opened["toml"].as_str().unwrap()).unwrap();
            assert!(json == schedule && toml == schedule, "{name}");
        }
    }
}

#[test]
fn rates_have_the_bits_of_the_crate() {
    let schedule: Schedule = CosineDecay::new(1e-3, 1e-5, 9_500).unwrap().warmup(500, 0.0).unwrap().into();
    let mut page = Page::default();
    let text = serde_json::to_string(&schedule).unwrap();
    ask(&mut page, &json!({ "do": "open", "slot": 2, "text": text, "format": "json" }));
    for step in (0..12_000).step_by(37) {
        let (answer, _) = ask(&mut page, &json!({ "do": "at", "step": step }));
        assert_eq!(answer["rates"][2]["rate"].as_f64().unwrap().to_bits(), schedule.lr(step).to_bits());
        assert_eq!(answer["rates"][0], Value::Null);
    }
}

#[test]
fn ratios_and_differences_are_those_of_the_crate() {
    let slots: [Schedule; 2] = [
        presets::warmup_cosine(1e-3, 0.0, 160, 3_200).unwrap().into(),
        presets::warmup_linear(1e-3, 0.0, 160, 3_200).unwrap().into(),
    ];
    let mut page = Page::default();
    for (slot, schedule) in slots.iter().enumerate() {
        let text = serde_json::to_string(schedule).unwrap();
        ask(&mut page, &json!({ "do": "open", "slot": slot, "text": text, "format": "json" }));
    }
    let (answer, _) = ask(&mut page, &json!({ "do": "compare", "steps": 3_200 }));
    let ratio = transfer::peak_ratio(&slots[1], &slots[0], 3_200).unwrap();
    assert_eq!(answer["ratios"][1]["ratio"].as_f64(), Some(ratio));
    // They share the warmup and its peak.
    assert_eq!(answer["differences"][0]["step"], 161);
    let (answer, _) = ask(&mut page, &json!({ "do": "compare", "steps": u32::MAX }));
    assert!(answer["ratios"][0]["reason"].as_str().unwrap().contains("10000000 steps"));
}

#[test]
fn an_entry_is_scaled_to_the_run() {
    for (group, name, _, schedule) in playground::catalogue() {
        let entry = json!({ "do": "entry", "group": group, "name": name, "steps": 12_345, "format": "toml" });
        let answer = ask(&mut Page::default(), &entry).0;
        let scaled: Schedule = toml::from_str(answer["text"].as_str().unwrap()).unwrap();
        assert_eq!(scaled, schedule.rescaled(1_000, 12_345).unwrap(), "{name}");
    }
}

#[test]
fn a_range_test_gets_the_suggestion_of_the_crate() {
    let finder = LrRangeFinder::new(1e-5, 10.0, 150).unwrap();
    let loss = |i: usize| {
        let lr = finder.lr(i);
        let noise = f64::from(u8::try_from(i * 7_919 % 101).unwrap()) * 1e-4;
        (lr, (1.0 - lr).abs() + noise + if lr > 3.0 { lr * lr } else { 0.0 })
    };
    let curve: Vec<(f64, f64)> = (0..150).map(loss).collect();
    let expected = Report::from_curve(curve.iter().copied(), curve.len()).unwrap().suggest().unwrap();
    let rows: Vec<String> = curve.iter().map(|(lr, loss)| format!("{lr:?},{loss:?}")).collect();
    let request = json!({ "do": "sweep", "text": format!("lr,loss\n{}", rows.join("\n")), "smoothing": "raw", "steps": 9 });
    let schedule: Schedule = CosineDecay::new(1.0, 0.0, 9).unwrap().into();
    let mut page = Page::default();
    let text = serde_json::to_string(&schedule).unwrap();
    ask(&mut page, &json!({ "do": "open", "slot": 1, "text": text, "format": "json" }));
    let (answer, numbers) = ask(&mut page, &request);
    assert_eq!(answer["suggestion"]["lr"].as_f64(), Some(expected.lr()));
    assert_eq!(answer["divergence"].as_f64(), Some(expected.divergence()));
    assert_eq!(answer["suggestion"]["confidence"], expected.confidence().to_string());
    assert_eq!(numbers.len(), 3 * curve.len());
    let peak = expected.peak_for(&schedule, 9).unwrap();
    assert_eq!(answer["peaks"], json!([{ "slot": 1, "lr": peak, "reason": null }]));
}

#[test]
fn rates_that_fall_are_an_error_that_names_the_row() {
    let request =
        json!({ "do": "sweep", "text": "lr,loss\n0.1,1\n0.2,1\n0.2,1", "smoothing": "raw", "steps": 9 });
    let message = ask(&mut Page::default(), &request).0["error"]["message"].as_str().unwrap().to_owned();
    assert!(message.contains("above the previous rate") && message.ends_with("(row 3)"), "{message}");
}

#[test]
fn nonsense_is_an_error() {
    let mut page = Page::default();
    for request in ["", "{}", "null", r#"{"do":"open"}"#, r#"{"do":"curve","slot":9,"steps":1,"columns":1}"#]
    {
        assert!(page.answer_json(request).text.contains("error"), "{request}");
    }
    let open = json!({ "do": "open", "slot": 4, "text": "", "format": "json" });
    assert!(ask(&mut page, &open).0["error"].is_object());
}
