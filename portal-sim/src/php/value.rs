//! [`Php`], a value as PHP has it, and its conversion from and to JSON.
//! Decoding makes an ordered array of an object or a list. Encoding writes a list if the keys are 0…n-1 in order, and an
//! object otherwise; an empty array is therefore `[]`.

use std::fmt::{self, Write as _};

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

/// A PHP value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Php {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Str(String),
    Array(PhpArray),
}

/// A PHP array: ordered, keyed by text or by number.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct PhpArray {
    entries: Vec<(String, Php)>,
    next: i64,
}

impl PhpArray {
    /// An array of these pairs. Their keys must differ.
    pub(crate) fn of(pairs: Vec<(String, Php)>) -> Self {
        let next = pairs.iter().filter_map(|(key, _)| array_index(key)).max().map_or(0, |top| top + 1);
        Self { entries: pairs, next: next.max(0) }
    }

    pub(crate) fn get(&self, key: &str) -> Option<&Php> {
        self.entries.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    pub(crate) fn set(&mut self, key: impl Into<String>, value: impl Into<Php>) {
        let slot = self.slot(key.into());
        *slot = value.into();
    }

    pub(crate) fn push(&mut self, value: impl Into<Php>) {
        let key = self.next.to_string();
        self.next += 1;
        self.entries.push((key, value.into()));
    }

    /// The entry with this key. A new entry is null.
    pub(crate) fn slot(&mut self, key: String) -> &mut Php {
        let at = self.entries.iter().position(|(name, _)| *name == key);
        let at = at.unwrap_or_else(|| {
            if let Some(number) = array_index(&key) {
                self.next = self.next.max(number.saturating_add(1));
            }
            self.entries.push((key, Php::Null));
            self.entries.len() - 1
        });
        &mut self.entries[at].1
    }

    /// The entry that `name[]` appends.
    pub(crate) fn push_slot(&mut self) -> &mut Php {
        self.push(Php::Null);
        let last = self.entries.len() - 1;
        &mut self.entries[last].1
    }

    pub(crate) fn remove(&mut self, key: &str) -> Option<Php> {
        let at = self.entries.iter().position(|(name, _)| name == key)?;
        Some(self.entries.remove(at).1)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Php)> {
        self.entries.iter().map(|(key, value)| (key.as_str(), value))
    }

    pub(crate) fn values(&self) -> impl Iterator<Item = &Php> {
        self.entries.iter().map(|(_, value)| value)
    }

    pub(crate) fn values_mut(&mut self) -> impl Iterator<Item = &mut Php> {
        self.entries.iter_mut().map(|(_, value)| value)
    }

    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    fn is_list(&self) -> bool {
        let mut expected = 0_usize;
        self.entries.iter().all(|(key, _)| {
            let fits = key.parse() == Ok(expected) && !key.starts_with('+');
            expected += 1;
            fits
        })
    }
}

/// The number that PHP makes of a decimal key.
fn array_index(key: &str) -> Option<i64> {
    if !key.starts_with(|first: char| first.is_ascii_digit() || first == '-') {
        return None;
    }
    key.parse::<i64>().ok().filter(|number| number.to_string() == key)
}

impl Php {
    pub(crate) fn empty() -> Self {
        Self::Array(PhpArray::default())
    }

    pub(crate) fn list<T: Into<Self>>(items: impl IntoIterator<Item = T>) -> Self {
        let mut array = PhpArray::default();
        for item in items {
            array.push(item);
        }
        Self::Array(array)
    }

    pub(crate) fn as_array(&self) -> Option<&PhpArray> {
        match self {
            Self::Array(array) => Some(array),
            _ => None,
        }
    }

    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        self.as_array().and_then(|array| array.get(key))
    }

    /// The array. A value that is no array becomes an empty array first.
    pub(crate) fn array_mut(&mut self) -> &mut PhpArray {
        if !matches!(self, Self::Array(_)) {
            *self = Self::empty();
        }
        match self {
            Self::Array(array) => array,
            _ => unreachable!("made an array just now"),
        }
    }

    pub(crate) fn to_json(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or_default()
    }

    pub(crate) fn from_json(value: &serde_json::Value) -> Self {
        serde_json::from_value(value.clone()).unwrap_or(Self::Null)
    }

    /// JSON as `json_encode` writes it: characters outside ASCII are escaped.
    pub(crate) fn to_text(&self) -> String {
        let text = serde_json::to_string(self).unwrap_or_default();
        if text.is_ascii() {
            return text;
        }
        let mut escaped = String::with_capacity(text.len() * 3);
        for letter in text.chars() {
            if letter.is_ascii() {
                escaped.push(letter);
            } else {
                for unit in letter.encode_utf16(&mut [0; 2]) {
                    let _ = write!(escaped, "\\u{unit:04x}");
                }
            }
        }
        escaped
    }
}

/// Builds a PHP array from `key => value` pairs.
macro_rules! php {
    ($($key:expr => $value:expr),* $(,)?) => {
        $crate::php::Php::Array($crate::php::PhpArray::of(vec![
            $((String::from($key), $crate::php::Php::from($value))),*
        ]))
    };
}
pub(crate) use php;

impl From<&str> for Php {
    fn from(value: &str) -> Self {
        Self::Str(value.to_owned())
    }
}

impl From<String> for Php {
    fn from(value: String) -> Self {
        Self::Str(value)
    }
}

impl From<bool> for Php {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for Php {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<u64> for Php {
    fn from(value: u64) -> Self {
        Self::Int(i64::try_from(value).unwrap_or(i64::MAX))
    }
}

impl From<usize> for Php {
    fn from(value: usize) -> Self {
        Self::Int(i64::try_from(value).unwrap_or(i64::MAX))
    }
}

impl From<f64> for Php {
    fn from(value: f64) -> Self {
        Self::Float(value)
    }
}

impl From<PhpArray> for Php {
    fn from(value: PhpArray) -> Self {
        Self::Array(value)
    }
}

impl<T: Into<Self>> From<Option<T>> for Php {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl Serialize for Php {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Int(value) => serializer.serialize_i64(*value),
            Self::Float(value) => serialize_float(*value, serializer),
            Self::Str(value) => serializer.serialize_str(value),
            Self::Array(array) if array.is_list() => {
                let mut list = serializer.serialize_seq(Some(array.len()))?;
                for value in array.values() {
                    list.serialize_element(value)?;
                }
                list.end()
            }
            Self::Array(array) => {
                let mut map = serializer.serialize_map(Some(array.len()))?;
                for (key, value) in array.iter() {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
        }
    }
}

/// Writes a float as `json_encode` does: a whole number has no fraction.
#[expect(clippy::cast_possible_truncation, reason = "the range is checked before")]
fn serialize_float<S: Serializer>(value: f64, serializer: S) -> Result<S::Ok, S::Error> {
    if value.fract() == 0.0 && value.abs() < 1e15 {
        serializer.serialize_i64(value as i64)
    } else {
        serializer.serialize_f64(value)
    }
}

impl<'de> Deserialize<'de> for Php {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PhpVisitor)
    }
}

struct PhpVisitor;

impl<'de> Visitor<'de> for PhpVisitor {
    type Value = Php;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any JSON value")
    }

    fn visit_unit<E>(self) -> Result<Php, E> {
        Ok(Php::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Php, E> {
        Ok(Php::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Php, E> {
        Ok(Php::Int(value))
    }

    #[expect(clippy::cast_precision_loss, reason = "PHP turns integers that are too big into floats")]
    fn visit_u64<E>(self, value: u64) -> Result<Php, E> {
        Ok(i64::try_from(value).map_or(Php::Float(value as f64), Php::Int))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Php, E> {
        Ok(Php::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Php, E> {
        Ok(Php::Str(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Php, A::Error> {
        let mut array = PhpArray::default();
        while let Some(value) = seq.next_element::<Php>()? {
            array.push(value);
        }
        Ok(Php::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Php, A::Error> {
        let mut array = PhpArray::default();
        while let Some((key, value)) = map.next_entry::<String, Php>()? {
            array.set(key, value);
        }
        Ok(Php::Array(array))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_array_with_the_keys_of_a_list_is_written_as_a_list() {
        assert_eq!(php! { "0" => "a", "1" => "b" }.to_text(), r#"["a","b"]"#);
        assert_eq!(php! { "1" => "a", "0" => "b" }.to_text(), r#"{"1":"a","0":"b"}"#);
        assert_eq!(php! {}.to_text(), "[]");
    }

    #[test]
    fn keys_keep_their_order_and_whole_floats_have_no_fraction() {
        let value: Php = serde_json::from_str(r#"{"z":1.0,"a":{"k":[]},"m":2.5}"#).unwrap();
        assert_eq!(value.to_text(), r#"{"z":1,"a":{"k":[]},"m":2.5}"#);
    }

    #[test]
    fn an_appended_entry_gets_the_number_after_the_highest() {
        let mut array = PhpArray::default();
        array.set("7", "a");
        array.push("b");
        assert_eq!(array.get("8"), Some(&Php::from("b")));
    }
}
