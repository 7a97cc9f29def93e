//! Finds the part of a JSON or TOML text that the path of an error leads to.

use std::ops::Range;

use jsonc_parser::ast::{ObjectPropName, Value};
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions};
use lr_schedule::serial::PathSegment;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::Format;

/// A text as a tree that knows where each part is.
struct Tree {
    span: Range<usize>,
    inner: Inner,
}

enum Inner {
    Map(Vec<(String, Range<usize>, Tree)>),
    List(Vec<Tree>),
    Leaf,
}

/// The part of the text that is at `path`. Where the path ends in a field that is missing, the `type` that needs it.
pub(crate) fn find<'a>(
    text: &str,
    format: Format,
    path: impl Iterator<Item = &'a PathSegment>,
) -> Option<Range<usize>> {
    let tree = match format {
        Format::Json => {
            let parsed =
                jsonc_parser::parse_to_ast(text, &CollectOptions::default(), &ParseOptions::default())
                    .ok()?;
            of_json(&parsed.value?)
        }
        Format::Toml => {
            let table = DeTable::parse(text).ok()?;
            Tree { span: table.span(), inner: of_table(table.get_ref()) }
        }
    };
    let mut tree = &tree;
    let mut mark = None;
    for segment in path {
        match (&tree.inner, segment) {
            (Inner::List(list), PathSegment::Index(index)) => {
                tree = list.get(*index)?;
                mark = Some(tree.span.clone());
            }
            (Inner::Map(entries), PathSegment::Field(field)) => {
                let Some((_, key, value)) = entries.iter().rev().find(|(name, ..)| name == field) else {
                    let kind = entries.iter().find(|(name, ..)| name == "type");
                    return kind.map(|(_, key, value)| key.start..value.span.end).or(mark);
                };
                mark = Some(match value.inner {
                    Inner::Leaf => key.start..value.span.end,
                    _ => key.clone(),
                });
                tree = value;
            }
            _ => return mark,
        }
    }
    mark
}

fn of_json(value: &Value) -> Tree {
    let span = value.start()..value.end();
    let inner = match value {
        Value::Object(object) => {
            let entry = |name: &ObjectPropName, value| {
                (name.as_str().to_owned(), name.start()..name.end(), of_json(value))
            };
            Inner::Map(object.properties.iter().map(|prop| entry(&prop.name, &prop.value)).collect())
        }
        Value::Array(array) => Inner::List(array.elements.iter().map(of_json).collect()),
        _ => Inner::Leaf,
    };
    Tree { span, inner }
}

fn of_table(table: &DeTable) -> Inner {
    let entry = |(key, value): (&Spanned<_>, &Spanned<DeValue>)| {
        (AsRef::<str>::as_ref(key.get_ref()).to_owned(), key.span(), of_toml(value))
    };
    Inner::Map(table.iter().map(entry).collect())
}

fn of_toml(value: &Spanned<DeValue>) -> Tree {
    let inner = match value.get_ref() {
        DeValue::Table(table) => of_table(table),
        DeValue::Array(array) => Inner::List(array.iter().map(of_toml).collect()),
        _ => Inner::Leaf,
    };
    Tree { span: value.span(), inner }
}
