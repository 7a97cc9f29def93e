//! Builds the page for the browser: compiles the library to wasm and writes everything into one HTML file.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{env, fs, io};

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

/// In the order in which they are run: each uses names of those before it.
const SCRIPTS: [&str; 12] = [
    "dom.js",
    "engine.js",
    "scale.js",
    "chart.js",
    "editor.js",
    "state.js",
    "files.js",
    "design.js",
    "compare.js",
    "range_test.js",
    "link.js",
    "main.js",
];

const STYLES: [&str; 4] = ["base.css", "layout.css", "editor.css", "chart.css"];

/// The page has to stay small enough to be mailed and to open at once.
const MAX_BYTES: usize = 1_000_000;

fn main() -> ExitCode {
    match assemble() {
        Ok((file, bytes)) => {
            println!("{} ({} kB)", file.display(), bytes / 1_000);
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn assemble() -> io::Result<(PathBuf, usize)> {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let wasm = BASE64.encode(compressed(&fs::read(build(home)?)?)?);
    let script = joined(home, &SCRIPTS)?;
    let style = joined(home, &STYLES)?;
    let policy = format!(
        "default-src 'none'; img-src data:; style-src '{}'; script-src '{}' 'wasm-unsafe-eval'; base-uri 'none'; \
         form-action 'none'",
        hash(&style),
        hash(&script)
    );
    let mut page = fs::read_to_string(home.join("page/index.html"))?;
    for (mark, part) in
        [("{{policy}}", &policy), ("/*{{style}}*/", &style), ("{{wasm}}", &wasm), ("/*{{script}}*/", &script)]
    {
        let (before, after) = page.split_once(mark).ok_or_else(|| io::Error::other(format!("no {mark}")))?;
        page = [before, part, after].concat();
    }
    if page.len() > MAX_BYTES {
        return Err(io::Error::other(format!("the page has {} bytes, more than {MAX_BYTES}", page.len())));
    }
    let file = home.join("dist/index.html");
    fs::create_dir_all(home.join("dist"))?;
    fs::write(&file, &page)?;
    Ok((file, page.len()))
}

/// Compiles the library to wasm and returns the path of the file.
fn build(home: &Path) -> io::Result<PathBuf> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let target = home.join("target");
    let status = Command::new(cargo)
        .args([
            "build",
            "--release",
            "--locked",
            "--lib",
            "--target",
            "wasm32-unknown-unknown",
            "--target-dir",
        ])
        .arg(&target)
        // Every browser that can unpack the page has these instructions; they change the speed and no bit.
        .env("RUSTFLAGS", "-C target-feature=+simd128")
        .current_dir(home)
        .status()?;
    if !status.success() {
        return Err(io::Error::other(
            "no wasm was built; `rustup target add wasm32-unknown-unknown` may be missing",
        ));
    }
    Ok(target.join("wasm32-unknown-unknown/release/playground.wasm"))
}

fn compressed(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut writer = GzEncoder::new(Vec::new(), Compression::best());
    writer.write_all(bytes)?;
    writer.finish()
}

fn joined(home: &Path, names: &[&str]) -> io::Result<String> {
    names.iter().map(|name| fs::read_to_string(home.join("page").join(name))).collect()
}

/// The source expression with which the content security policy allows this text.
fn hash(text: &str) -> String {
    format!("sha256-{}", BASE64.encode(Sha256::digest(text)))
}
