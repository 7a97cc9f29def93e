//! Values in binary formats: a flat list of tokens in prefix order.
//!
//! Formats such as postcard and bincode are not self-describing, so the tokens are. The list is flat, so a format
//! without a depth limit cannot be made to exhaust the stack, and fields keep their names, so a checkpoint stays
//! readable when a type gains an optional field.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::{self, Vec};

use serde::de::{self, Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use super::Value;
use super::value::Levels;

#[derive(serde::Serialize, serde::Deserialize)]
enum Token {
    Null,
    Bool(bool),
    Unsigned(u64),
    Signed(i64),
    Float(f64),
    Text(String),
    /// This number of values follows.
    List(u64),
    /// This number of names, each with its value, follows.
    Map(u64),
}

pub(super) fn write<S: Serializer>(value: &Value, serializer: S) -> Result<S::Ok, S::Error> {
    let mut tokens = Vec::new();
    push(value, &mut tokens);
    tokens.serialize(serializer)
}

fn push(value: &Value, tokens: &mut Vec<Token>) {
    match value {
        Value::Null => tokens.push(Token::Null),
        Value::Bool(value) => tokens.push(Token::Bool(*value)),
        Value::Unsigned(value) => tokens.push(Token::Unsigned(*value)),
        Value::Signed(value) => tokens.push(Token::Signed(*value)),
        Value::Float(value) => tokens.push(Token::Float(*value)),
        Value::Text(text) => tokens.push(Token::Text(text.as_ref().to_owned())),
        Value::List(values) => {
            tokens.push(Token::List(values.len() as u64));
            for value in values {
                push(value, tokens);
            }
        }
        Value::Map(entries) => {
            tokens.push(Token::Map(entries.len() as u64));
            for (name, value) in entries {
                tokens.push(Token::Text(name.as_ref().to_owned()));
                push(value, tokens);
            }
        }
    }
}

pub(super) fn read<'de, D: Deserializer<'de>>(deserializer: D, levels: Levels) -> Result<Value, D::Error> {
    let mut tokens = Vec::<Token>::deserialize(deserializer)?.into_iter();
    let value = next(&mut tokens, levels)?;
    match tokens.next() {
        None => Ok(value),
        Some(_) => Err(de::Error::custom("there is more data after the end")),
    }
}

fn next<E: de::Error>(tokens: &mut vec::IntoIter<Token>, levels: Levels) -> Result<Value, E> {
    Ok(match tokens.next().ok_or_else(|| E::custom("the data is incomplete"))? {
        Token::Null => Value::Null,
        Token::Bool(value) => Value::Bool(value),
        Token::Unsigned(value) => Value::Unsigned(value),
        Token::Signed(value) => Value::Signed(value),
        Token::Float(value) => Value::Float(value),
        Token::Text(text) => Value::Text(text.into()),
        Token::List(length) => {
            let inner = levels.inner()?;
            Value::List((0..length).map(|_| next(tokens, inner)).collect::<Result<_, _>>()?)
        }
        Token::Map(length) => {
            let inner = levels.inner()?;
            let entry = |_| match tokens.next() {
                Some(Token::Text(name)) => Ok((name.into(), next(tokens, inner)?)),
                _ => Err(E::custom("a name is missing in the data")),
            };
            Value::Map((0..length).map(entry).collect::<Result<_, _>>()?)
        }
    })
}
