//! Writes a self-contained HTML page of every schedule, shape, adaptor and preset: curve, description and code.

mod catalogue;

use std::error::Error;
use std::fmt::Write;
use std::path::PathBuf;

use catalogue::{Entry, STEPS, catalogue};
use clap::Parser;
use lr_schedule::plot::Chart;

/// Writes a self-contained HTML page with the curve and the code of every schedule, adaptor and preset.
#[derive(Parser)]
#[command(after_help = "cargo run --release --example gallery --features plot -- [FILE]")]
struct Options {
    /// The page to write.
    #[arg(default_value = "target/gallery.html")]
    file: PathBuf,
}

const HEAD: &str = "<!DOCTYPE html>
<html lang=\"en\">
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
<meta name=\"color-scheme\" content=\"light dark\">
<title>lr-schedule: the gallery</title>
<style>
  :root { --main-color: #1f2328; --page: #fff; --soft: #59636e; --line: #d1d9e0; --code: #f6f8fa }
  @media (prefers-color-scheme: dark) {
    :root { --main-color: #e6edf3; --page: #0d1117; --soft: #9198a1; --line: #3d444d; --code: #151b23 }
  }
  body { margin: 2rem auto; max-width: 82rem; padding: 0 1rem; font: 16px/1.5 system-ui, sans-serif;
         color: var(--main-color); background: var(--page) }
  nav a { margin-right: 1rem }
  a { color: #2b8ae0 }
  section > div { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(36rem, 100%), 1fr)); gap: 1.5rem }
  article { border: 1px solid var(--line); border-radius: 6px; padding: 1rem; min-width: 0 }
  h2 { text-transform: capitalize; margin-top: 2.5rem }
  h3 { margin: 0; font-size: 1.1rem }
  p { margin: 0 0 .5rem }
  .does { color: var(--soft); font-size: .9rem }
  svg { width: 100%; height: auto; display: block }
  pre { background: var(--code); padding: .6rem; border-radius: 4px; font-size: .8rem; margin: .5rem 0 0;
        white-space: pre-wrap; overflow-wrap: anywhere }
</style>
";

fn main() -> Result<(), Box<dyn Error>> {
    let Options { file } = Options::parse();
    let entries = catalogue()?;
    let mut page = String::from(HEAD);
    page.push_str("<h1>lr-schedule</h1>\n<p>Every schedule, shape, adaptor and preset, from step 0 to 1,000.</p>\n<nav>");
    let groups = ["schedules", "shapes", "adaptors", "presets"];
    for group in groups {
        write!(page, "<a href=\"#{group}\">{group}</a>")?;
    }
    page.push_str("</nav>\n");
    for group in groups {
        writeln!(page, "<section id=\"{group}\"><h2>{group}</h2><div>")?;
        for entry in entries.iter().filter(|entry| entry.group == group) {
            page.push_str(&article(entry)?);
        }
        page.push_str("</div></section>\n");
    }
    std::fs::create_dir_all(file.parent().unwrap_or(&file))?;
    std::fs::write(&file, page)?;
    println!("{} curves in {}", entries.len(), file.display());
    Ok(())
}

/// One curve with its name, description and code.
fn article(entry: &Entry) -> Result<String, Box<dyn Error>> {
    let Entry { name, about, schedule, .. } = entry;
    let momentum = entry.name.ends_with("momentum");
    let y = if momentum { "momentum" } else { "learning rate" };
    let svg = Chart::new("").curve("", schedule).steps(STEPS).y_label(y).size(560, 220).svg()?;
    let (code, does) = (escaped(entry.code), escaped(&schedule.to_string()));
    Ok(format!(
        "<article><h3>{name}</h3><p>{about}</p>\n{svg}<p class=\"does\">{does}</p><pre>{code}</pre></article>\n"
    ))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
