//! Two columns of numbers out of the files that training tools write: CSV in its dialects, and JSON with two lists,
//! a list of pairs or a list of objects. Python's `repr` of such an object is read too.

use csv::{ReaderBuilder, StringRecord};
use jsonc_parser::ast::Value;
use jsonc_parser::{CollectOptions, ParseOptions};

/// Longer files are refused.
const MAX_BYTES: usize = 64 << 20;

/// Two columns, with the names they had.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Columns {
    pub(crate) names: Option<[String; 2]>,
    pub(crate) rows: Vec<[f64; 2]>,
    /// Lines that hold no two numbers, such as a cut last line.
    pub(crate) skipped: usize,
}

/// Reads the columns that best fit the words in `wanted`; without names, the first two.
pub(crate) fn read(text: &str, wanted: [&[&str]; 2]) -> Result<Columns, String> {
    if text.len() > MAX_BYTES {
        return Err(format!("the file has {} bytes, more than the {MAX_BYTES} this page reads", text.len()));
    }
    let text = text.trim_start_matches('\u{feff}').trim();
    let columns = match text.chars().next() {
        None => return Err("the text is empty".into()),
        Some('{' | '[') => of_json(text, wanted)?,
        Some(_) => of_csv(text, wanted)?,
    };
    if columns.rows.is_empty() {
        return Err("there is no line with two numbers".into());
    }
    Ok(columns)
}

fn of_csv(text: &str, wanted: [&[&str]; 2]) -> Result<Columns, String> {
    let first = text.lines().next().unwrap_or_default();
    let delimiter = [b'\t', b';', b',', b' '].into_iter().find(|&byte| first.as_bytes().contains(&byte));
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .comment(Some(b'#'))
        .trim(csv::Trim::All)
        .delimiter(delimiter.unwrap_or(b','))
        .from_reader(text.as_bytes());
    let mut columns = Columns::default();
    let mut places = [0, 1];
    for (line, record) in reader.records().enumerate() {
        let record = record.map_err(|error| error.to_string())?;
        if line == 0 && record.iter().all(|field| number(field).is_none()) {
            let names: Vec<&str> = record.iter().collect();
            places = places_of(&names, wanted)?;
            columns.names =
                Some(places.map(|place| names.get(place).copied().unwrap_or_default().to_owned()));
            continue;
        }
        let value = |record: &StringRecord, place| record.get(place).and_then(number);
        match (value(&record, places[0]), value(&record, places[1])) {
            (Some(first), Some(second)) => columns.rows.push([first, second]),
            _ => columns.skipped += 1,
        }
    }
    Ok(columns)
}

/// Numbers as Python, R and spreadsheets write them.
fn number(field: &str) -> Option<f64> {
    field.parse().ok()
}

/// The first column whose name is one of the words, else the first that contains one.
fn places_of(names: &[&str], wanted: [&[&str]; 2]) -> Result<[usize; 2], String> {
    let names: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
    let place = |words: &[&str], other: Option<usize>| {
        let find = |fits: &dyn Fn(&str, &str) -> bool| {
            words
                .iter()
                .find_map(|word| (0..names.len()).find(|&i| Some(i) != other && fits(&names[i], word)))
        };
        find(&|name, word| name == word).or_else(|| find(&|name, word| name.contains(word)))
    };
    let missing = |words: &[&str]| {
        let names: Vec<String> = names.iter().take(12).map(|name| name.chars().take(40).collect()).collect();
        format!("there is no column `{}` among `{}`", words[0], names.join("`, `"))
    };
    let first = place(wanted[0], None).ok_or_else(|| missing(wanted[0]))?;
    let second = place(wanted[1], Some(first)).ok_or_else(|| missing(wanted[1]))?;
    Ok([first, second])
}

fn of_json(text: &str, wanted: [&[&str]; 2]) -> Result<Columns, String> {
    let text = python_numbers(text);
    let parsed = jsonc_parser::parse_to_ast(&text, &CollectOptions::default(), &ParseOptions::default());
    let value = parsed.map_err(|error| error.to_string())?.value.ok_or("the text is empty")?;
    of_value(&value, wanted)
}

fn of_value(value: &Value, wanted: [&[&str]; 2]) -> Result<Columns, String> {
    match value {
        Value::Object(object) => {
            let names: Vec<&str> = object.properties.iter().map(|prop| prop.name.as_str()).collect();
            // A report of this crate, or an object around the lists.
            let inner = |prop: &jsonc_parser::ast::ObjectProp| matches!(&prop.value, Value::Array(list) if !matches!(list.elements.first(), Some(Value::NumberLit(_))));
            if let Some(points) =
                object.properties.iter().find(|prop| prop.name.as_str() == "points" && inner(prop))
            {
                return of_value(&points.value, wanted);
            }
            let [first, second] = places_of(&names, wanted)?;
            let list = |place: usize| match &object.properties[place].value {
                Value::Array(list) => Ok(&list.elements),
                _ => Err(format!("`{}` is not a list", names[place])),
            };
            let chosen = [names[first].to_owned(), names[second].to_owned()];
            Ok(Columns { names: Some(chosen), ..of_lists(list(first)?, list(second)?)? })
        }
        Value::Array(list) => match list.elements.as_slice() {
            [Value::Array(first), Value::Array(second)]
                if first.elements.len() != 2 || second.elements.len() != 2 =>
            {
                of_lists(&first.elements, &second.elements)
            }
            rows => of_rows(rows, wanted),
        },
        _ => Err("expected lists of numbers".into()),
    }
}

fn of_lists(first: &[Value], second: &[Value]) -> Result<Columns, String> {
    if first.len() != second.len() {
        return Err(format!("the two lists have {} and {} numbers", first.len(), second.len()));
    }
    let mut columns = Columns::default();
    for (first, second) in first.iter().zip(second) {
        columns.rows.push([number_of(first)?, number_of(second)?]);
    }
    Ok(columns)
}

fn of_rows(rows: &[Value], wanted: [&[&str]; 2]) -> Result<Columns, String> {
    let mut columns = Columns::default();
    for row in rows {
        columns.rows.push(match row {
            Value::Array(row) => match row.elements.as_slice() {
                [first, second, ..] => [number_of(first)?, number_of(second)?],
                _ => return Err("expected pairs of numbers".into()),
            },
            Value::Object(row) => {
                let names: Vec<&str> = row.properties.iter().map(|prop| prop.name.as_str()).collect();
                let places = places_of(&names, wanted)?;
                columns.names.get_or_insert_with(|| places.map(|place| names[place].to_owned()));
                [number_of(&row.properties[places[0]].value)?, number_of(&row.properties[places[1]].value)?]
            }
            _ => return Err("expected pairs of numbers".into()),
        });
    }
    Ok(columns)
}

/// A number, with null, NaN and infinities as losses may be.
fn number_of(value: &Value) -> Result<f64, String> {
    let text = match value {
        Value::NumberLit(number) => number.value,
        Value::StringLit(text) => text.value.as_ref(),
        Value::NullKeyword(_) => "NaN",
        _ => return Err("expected a number".into()),
    };
    let text = text.trim();
    text.replace('_', "")
        .parse()
        .map_err(|_| format!("`{}` is not a number", text.chars().take(40).collect::<String>()))
}

/// Python writes `nan`, `inf` and `None` where JSON has nothing or `null`.
fn python_numbers(text: &str) -> String {
    let mut fixed = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_alphabetic() || c == '"' || c == '\'') {
        fixed += &rest[..start];
        rest = &rest[start..];
        let first = rest.as_bytes()[0];
        let length = if first.is_ascii_alphabetic() {
            rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len())
        } else {
            rest[1..].find(char::from(first)).map_or(rest.len(), |end| end + 2)
        };
        fixed += match &rest[..length] {
            "nan" | "None" => "NaN",
            "inf" => "Infinity",
            word => word,
        };
        rest = &rest[length..];
    }
    fixed + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOSS: [&[&str]; 2] = [&["lr", "learning_rate"], &["loss"]];

    #[track_caller]
    fn assert_rows(text: &str, rows: &[[f64; 2]]) {
        let columns = read(text, LOSS).unwrap();
        assert_eq!(format!("{:?}", columns.rows), format!("{rows:?}"), "{text}");
    }

    #[test]
    fn csv_in_its_dialects() {
        let rows = [[1e-3, 2.5], [1e-2, f64::NAN]];
        assert_rows("lr,loss\n0.001,2.5\n0.01,nan\n", &rows);
        assert_rows("0.001,2.5\r\n0.01,NaN", &rows);
        assert_rows("Step;train/loss;train/lr\n0;2.5;0.001\n1;NaN;1e-2\n2;;\n", &rows);
        assert_rows("\u{feff}\"lr\"\t\"loss\"\n1e-3\t2.5\n1e-2\tnan", &rows);
        assert_rows("# a comment\n0.001 2.5\n0.01 nan", &rows);
    }

    #[test]
    fn json_of_the_tools() {
        let rows = [[1e-3, 2.5], [1e-2, f64::NAN]];
        assert_rows(r#"{"lr": [0.001, 0.01], "loss": [2.5, NaN]}"#, &rows);
        assert_rows("{'lr': [0.001, 0.01], 'loss': [2.5, nan]}", &rows);
        assert_rows(r#"{"lrs": [0.001, 0.01], "losses": [2.5, null]}"#, &rows);
        assert_rows("[[0.001, 2.5], [0.01, NaN]]", &rows);
        assert_rows("[[0.001, 0.01, 0.1], [2.5, 1.0, 0.5]]", &[[1e-3, 2.5], [1e-2, 1.0], [0.1, 0.5]]);
        assert_rows(r#"[{"lr": 0.001, "loss": 2.5}, {"lr": 0.01, "loss": "nan"}]"#, &rows);
        assert_rows(
            r#"{"points":[{"lr":0.001,"loss":2.5,"smoothed":2.0},{"lr":0.01,"loss":null}],"steps":9}"#,
            &rows,
        );
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        let problem = |text: &str| read(text, LOSS).unwrap_err();
        assert_eq!(problem(" \n"), "the text is empty");
        assert_eq!(problem("epoch,accuracy\n1,0.5"), "there is no column `lr` among `epoch`, `accuracy`");
        assert_eq!(problem(r#"{"lr":[1],"loss":[1,2]}"#), "the two lists have 1 and 2 numbers");
        assert_eq!(problem("lr,loss\n"), "there is no line with two numbers");
        assert_eq!(problem(r#"{"lr":[{}],"loss":[1]}"#), "expected a number");
        for text in [
            "[".repeat(1_000_000),
            "{\"lr\":".repeat(100_000),
            "<script>alert(1)</script>".into(),
            "{".into(),
        ] {
            problem(&text);
        }
    }
}
