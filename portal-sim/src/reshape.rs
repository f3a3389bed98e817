//! Answers to a batch that are not what was asked for: half of it, under other keys, in other shapes. The work
//! behind them is done; only the words are wrong.

use std::fmt::Write;

use serde_json::Value;

use crate::php::{Php, PhpArray};

/// How the true answer is twisted before it leaves.
#[derive(Debug, Clone, PartialEq)]
pub enum Reshape {
    /// The outcomes of the second half of the commands are in no map.
    HalfOfTheOutcomes,
    /// This map (`result`, `result_error`, `result_time` …) is missing.
    WithoutMap(&'static str),
    /// Each outcome stands under the key of its mirror image: the first command's under the last one's key.
    SwappedKeys,
    /// Each key stands twice in `result`: first with the true outcome, then with this one.
    DuplicatedKeys(Value),
    /// Commands nobody sent succeeded as well, under these keys.
    UnknownKeys(Vec<String>),
    /// All maps have lost their keys and are lists.
    Lists,
    /// Every successful command is also among the errors, with this code.
    BothMaps(String),
    /// This value is the result of the first command.
    FirstResult(Value),
    /// This value stands at this JSON pointer, `/result/result` or `/result/result_error` for instance.
    Put(String, Value),
    /// The whole answer stands there twice.
    Doubled,
    /// This text comes instead, with the true status.
    Text(String),
    /// This text comes before the true answer.
    After(String),
}

const MAPS: [&str; 5] = ["result", "result_error", "result_total", "result_next", "result_time"];

impl Reshape {
    /// The answer's words.
    pub(crate) fn apply(&self, body: &Php) -> String {
        let mut body = body.clone();
        match self {
            Self::HalfOfTheOutcomes => halve(&mut body),
            Self::WithoutMap(map) => {
                inner(&mut body).remove(map);
            }
            Self::SwappedKeys => swap(&mut body),
            Self::DuplicatedKeys(other) => return duplicate(&body, other),
            Self::UnknownKeys(keys) => {
                for key in keys {
                    inner(&mut body).slot("result".to_owned()).array_mut().set(key.as_str(), true);
                }
            }
            Self::Lists => each_map(&mut body, |map| {
                let values: Vec<Php> = map.values().cloned().collect();
                *map = PhpArray::default();
                for value in values {
                    map.push(value);
                }
            }),
            Self::BothMaps(code) => accuse(&mut body, code),
            Self::FirstResult(value) => {
                let first = keys(&body).first().map(|key| format!("/result/result/{key}"));
                return first.map_or_else(|| body.to_text(), |pointer| put(&body, &pointer, value));
            }
            Self::Put(pointer, value) => return put(&body, pointer, value),
            Self::Doubled => return body.to_text().repeat(2),
            Self::Text(text) => return text.clone(),
            Self::After(text) => return format!("{text}{}", body.to_text()),
        }
        body.to_text()
    }
}

fn inner(body: &mut Php) -> &mut PhpArray {
    body.array_mut().slot("result".to_owned()).array_mut()
}

fn each_map(body: &mut Php, change: impl Fn(&mut PhpArray)) {
    let inner = inner(body);
    for name in MAPS {
        if inner.get(name).is_some() {
            change(inner.slot(name.to_owned()).array_mut());
        }
    }
}

/// The keys of all outcomes, good ones first.
fn keys(body: &Php) -> Vec<String> {
    let maps = body.get("result").and_then(Php::as_array);
    let outcomes = MAPS[..2].iter().filter_map(|name| maps?.get(name)?.as_array());
    outcomes.flat_map(PhpArray::iter).map(|(key, _)| key.to_owned()).collect()
}

fn halve(body: &mut Php) {
    let mut lost = keys(body);
    lost.drain(..lost.len().div_ceil(2));
    each_map(body, |map| {
        for key in &lost {
            map.remove(key);
        }
    });
}

fn swap(body: &mut Php) {
    let keys = keys(body);
    let mirrored = |key: &str| {
        let at = keys.iter().position(|known| known == key);
        at.map_or_else(|| key.to_owned(), |at| keys[keys.len() - 1 - at].clone())
    };
    each_map(body, |map| {
        *map = PhpArray::of(map.iter().map(|(key, value)| (mirrored(key), value.clone())).collect());
    });
}

fn accuse(body: &mut Php, code: &str) {
    let refusal = crate::php::php! { "error" => code, "error_description" => "" };
    let inner = inner(body);
    let done: Vec<String> = inner
        .get("result")
        .and_then(Php::as_array)
        .map(|map| map.iter().map(|(key, _)| key.to_owned()).collect())
        .unwrap_or_default();
    let errors = inner.slot("result_error".to_owned()).array_mut();
    for key in done {
        errors.set(key, refusal.clone());
    }
}

fn put(body: &Php, pointer: &str, value: &Value) -> String {
    let mut json = body.to_json();
    if let Some(place) = json.pointer_mut(pointer) {
        *place = value.clone();
    }
    json.to_string()
}

/// JSON with each key of `result.result` twice, which no JSON value can hold.
fn duplicate(body: &Php, other: &Value) -> String {
    let mut twice = String::new();
    for (key, value) in body
        .get("result")
        .and_then(|maps| maps.get("result"))
        .and_then(Php::as_array)
        .into_iter()
        .flat_map(PhpArray::iter)
    {
        let key = Php::from(key).to_text();
        let comma = if twice.is_empty() { "" } else { "," };
        let _ = write!(twice, "{comma}{key}:{},{key}:{other}", value.to_text());
    }
    let marked = put(body, "/result/result", &Value::String("\u{1}".to_owned()));
    marked.replace(r#""\u0001""#, &format!("{{{twice}}}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::php::php;

    fn answer() -> Php {
        php! { "result" => php! {
            "result" => php! { "a" => true, "b" => 5_i64 },
            "result_error" => php! { "c" => php! { "error" => "" } },
            "result_time" => php! { "a" => 1_i64 },
        } }
    }

    fn twisted(reshape: &Reshape) -> String {
        reshape
            .apply(&answer())
            .replace(r#"{"result":{"#, "")
            .replace(r#""result":"#, "R")
            .replace(r#""result_error":"#, "E")
            .replace(r#","result_time":"#, "T")
    }

    #[test]
    fn outcomes_get_lost_or_change_places() {
        assert_eq!(twisted(&Reshape::HalfOfTheOutcomes), r#"R{"a":true,"b":5},E[]T{"a":1}}}"#);
        assert_eq!(twisted(&Reshape::WithoutMap("result_error")), r#"R{"a":true,"b":5}T{"a":1}}}"#);
        assert_eq!(twisted(&Reshape::SwappedKeys), r#"R{"c":true,"b":5},E{"a":{"error":""}}T{"c":1}}}"#);
    }

    #[test]
    fn more_comes_than_was_asked_for() {
        let unknown = Reshape::UnknownKeys(vec!["z".to_owned()]);
        assert_eq!(twisted(&unknown), r#"R{"a":true,"b":5,"z":true},E{"c":{"error":""}}T{"a":1}}}"#);
        let twice = Reshape::DuplicatedKeys(Value::Bool(false)).apply(&answer());
        assert!(twice.contains(r#""result":{"a":true,"a":false,"b":5,"b":false}"#), "{twice}");
        let both = Reshape::BothMaps("X".to_owned()).apply(&answer());
        assert!(both.contains(r#""a":{"error":"X","error_description":""}"#), "{both}");
        assert_eq!(Reshape::Doubled.apply(&php! {}), "[][]");
        assert_eq!(Reshape::After("\u{feff}".to_owned()).apply(&php! {}), "\u{feff}[]");
    }

    #[test]
    fn shapes_are_wrong() {
        assert_eq!(twisted(&Reshape::Lists), r#"R[true,5],E[{"error":""}]T[1]}}"#);
        let text = Reshape::Put("/result/result".to_owned(), Value::String("x".to_owned())).apply(&answer());
        assert!(text.contains(r#""result":"x""#), "{text}");
    }
}
