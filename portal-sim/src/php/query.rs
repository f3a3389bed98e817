//! PHP's `parse_str` and `http_build_query`: names in brackets, nested to any depth. All values are strings.

use url::form_urlencoded;

use super::cast::text;
use super::value::{Php, PhpArray};

/// Reads `a=1&filter[>ID]=10&select[]=ID`.
pub(crate) fn parse_query(input: &[u8]) -> PhpArray {
    let mut result = PhpArray::default();
    for (name, value) in form_urlencoded::parse(input) {
        assign(&mut result, &name, &value);
    }
    result
}

fn assign(target: &mut PhpArray, name: &str, value: &str) {
    let name = name.trim_start_matches(' ');
    let (root, path) = split_name(name);
    if root.is_empty() {
        return;
    }
    let mut slot = target.slot(root);
    for key in path {
        let array = slot.array_mut();
        slot = match key {
            Some(key) => array.slot(key),
            None => array.push_slot(),
        };
    }
    *slot = Php::from(value);
}

/// Splits `a[b][]` into `a` and its path. `None` stands for an appended entry.
fn split_name(name: &str) -> (String, Vec<Option<String>>) {
    let (root, mut rest) = name.find('[').filter(|&at| at > 0).map_or((name, ""), |at| name.split_at(at));
    let mut path = Vec::new();
    while let Some(inner) = rest.strip_prefix('[') {
        let Some(end) = inner.find(']') else { break };
        let key = &inner[..end];
        path.push((!key.is_empty()).then(|| key.to_owned()));
        rest = &inner[end + 1..];
    }
    let root = if path.is_empty() { name } else { root };
    (root.replace(['.', ' ', '['], "_"), path)
}

/// Writes nested data as a form with names in brackets.
pub(crate) fn write_query(data: &PhpArray) -> String {
    let mut out = form_urlencoded::Serializer::new(String::new());
    for (name, value) in flatten(data) {
        out.append_pair(&name, &value);
    }
    out.finish()
}

fn flatten(data: &PhpArray) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for (key, value) in data.iter() {
        collect(key.to_owned(), value, &mut pairs);
    }
    pairs
}

fn collect(name: String, value: &Php, pairs: &mut Vec<(String, String)>) {
    match value {
        Php::Array(array) => {
            for (key, inner) in array.iter() {
                collect(format!("{name}[{key}]"), inner, pairs);
            }
        }
        Php::Null => {}
        Php::Bool(flag) => pairs.push((name, if *flag { "1" } else { "0" }.to_owned())),
        other => pairs.push((name, text(other))),
    }
}

#[cfg(test)]
mod tests {
    use super::super::value::php;
    use super::*;

    fn parsed(input: &str) -> String {
        Php::Array(parse_query(input.as_bytes())).to_text()
    }

    #[test]
    fn brackets_nest_to_any_depth() {
        assert_eq!(
            parsed("filter[%3EID]=10&filter[a][b][c]=x&select[]=ID&select[]=NAME"),
            r#"{"filter":{">ID":"10","a":{"b":{"c":"x"}}},"select":["ID","NAME"]}"#
        );
    }

    #[test]
    fn the_last_value_of_a_name_wins_and_dots_become_underscores() {
        assert_eq!(parsed("a=1&a=2&b.c=3&=4"), r#"{"a":"2","b_c":"3"}"#);
    }

    #[test]
    fn an_unclosed_bracket_is_part_of_the_name() {
        assert_eq!(parsed("a[b=1"), r#"{"a_b":"1"}"#);
    }

    #[test]
    fn events_are_written_with_brackets() {
        let php = php! { "event" => "E", "data" => php! { "FIELDS" => php! { "ID" => 5_i64 } } };
        assert_eq!(write_query(php.as_array().unwrap()), "event=E&data%5BFIELDS%5D%5BID%5D=5");
    }
}
