//! Wrong answers to a batch: incomplete, under other keys, or in another shape. The work is done all the same.

use std::fmt::Write;

use serde_json::Value;

use crate::php::{Php, PhpArray, php};

/// How the true answer of a batch is changed before it is sent.
#[derive(Debug, Clone, PartialEq)]
pub enum Reshape {
    /// The outcomes of the second half of the commands are missing in all maps.
    HalfOfTheOutcomes,
    /// This map (`result`, `result_error`, `result_time` …) is missing.
    WithoutMap(&'static str),
    /// The order of the keys is reversed: the first command's outcome stands under the last command's key.
    SwappedKeys,
    /// Each key of `result` occurs twice: first with the true outcome, then with this one.
    DuplicatedKeys(Value),
    /// `result` also has these keys, for which no command was sent.
    UnknownKeys(Vec<String>),
    /// All maps are lists without keys.
    Lists,
    /// Each successful command is also among the errors, with this code.
    BothMaps(String),
    /// The first command has this result.
    FirstResult(Value),
    /// This value is put at this JSON pointer, for example `/result/result_error`.
    Put(String, Value),
    /// The whole answer is sent twice.
    Doubled,
    /// This text is sent instead, with the true status.
    Text(String),
    /// This text is sent before the true answer.
    After(String),
}

const MAPS: [&str; 5] = ["result", "result_error", "result_total", "result_next", "result_time"];

impl Reshape {
    /// The text of the changed answer.
    pub(crate) fn apply(&self, body: &Php) -> String {
        let mut body = body.clone();
        match self {
            Self::HalfOfTheOutcomes => remove_second_half(&mut body),
            Self::WithoutMap(map) => {
                inner(&mut body).remove(map);
            }
            Self::SwappedKeys => reverse_keys(&mut body),
            Self::DuplicatedKeys(other) => return duplicate_keys(&body, other),
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
            Self::BothMaps(code) => add_errors(&mut body, code),
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

/// The keys of all outcomes, successes first.
fn keys(body: &Php) -> Vec<String> {
    let maps = body.get("result").and_then(Php::as_array);
    let outcomes = MAPS[..2].iter().filter_map(|name| maps?.get(name)?.as_array());
    outcomes.flat_map(PhpArray::iter).map(|(key, _)| key.to_owned()).collect()
}

fn remove_second_half(body: &mut Php) {
    let mut lost = keys(body);
    lost.drain(..lost.len().div_ceil(2));
    each_map(body, |map| {
        for key in &lost {
            map.remove(key);
        }
    });
}

fn reverse_keys(body: &mut Php) {
    let keys = keys(body);
    let mirrored = |key: &str| {
        let at = keys.iter().position(|known| known == key);
        at.map_or_else(|| key.to_owned(), |at| keys[keys.len() - 1 - at].clone())
    };
    each_map(body, |map| {
        *map = PhpArray::of(map.iter().map(|(key, value)| (mirrored(key), value.clone())).collect());
    });
}

fn add_errors(body: &mut Php, code: &str) {
    let refusal = php! { "error" => code, "error_description" => "" };
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

/// Writes each key of `result.result` twice. It builds text, because a JSON value cannot hold a key twice.
fn duplicate_keys(body: &Php, other: &Value) -> String {
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

    fn answer() -> Php {
        php! { "result" => php! {
            "result" => php! { "a" => true, "b" => 5_i64 },
            "result_error" => php! { "c" => php! { "error" => "" } },
            "result_time" => php! { "a" => 1_i64 },
        } }
    }

    fn changed(reshape: &Reshape) -> String {
        reshape
            .apply(&answer())
            .replace(r#"{"result":{"#, "")
            .replace(r#""result":"#, "R")
            .replace(r#""result_error":"#, "E")
            .replace(r#","result_time":"#, "T")
    }

    #[test]
    fn outcomes_can_be_lost_or_swapped() {
        assert_eq!(changed(&Reshape::HalfOfTheOutcomes), r#"R{"a":true,"b":5},E[]T{"a":1}}}"#);
        assert_eq!(changed(&Reshape::WithoutMap("result_error")), r#"R{"a":true,"b":5}T{"a":1}}}"#);
        assert_eq!(changed(&Reshape::SwappedKeys), r#"R{"c":true,"b":5},E{"a":{"error":""}}T{"c":1}}}"#);
    }

    #[test]
    fn keys_and_answers_can_be_added() {
        let unknown = Reshape::UnknownKeys(vec!["z".to_owned()]);
        assert_eq!(changed(&unknown), r#"R{"a":true,"b":5,"z":true},E{"c":{"error":""}}T{"a":1}}}"#);
        let twice = Reshape::DuplicatedKeys(Value::Bool(false)).apply(&answer());
        assert!(twice.contains(r#""result":{"a":true,"a":false,"b":5,"b":false}"#), "{twice}");
        let both = Reshape::BothMaps("X".to_owned()).apply(&answer());
        assert!(both.contains(r#""a":{"error":"X","error_description":""}"#), "{both}");
        assert_eq!(Reshape::Doubled.apply(&php! {}), "[][]");
        assert_eq!(Reshape::After("\u{feff}".to_owned()).apply(&php! {}), "\u{feff}[]");
    }

    #[test]
    fn maps_can_become_lists_or_texts() {
        assert_eq!(changed(&Reshape::Lists), r#"R[true,5],E[{"error":""}]T[1]}}"#);
        let text = Reshape::Put("/result/result".to_owned(), Value::String("x".to_owned())).apply(&answer());
        assert!(text.contains(r#""result":"x""#), "{text}");
    }
}
