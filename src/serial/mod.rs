//! The trait [`Data`]: implement it for your own scheduler to save and load it with serde (feature `serde`).
//!
//! `Serialize` and `Deserialize` of every type go through it and one tree of values for all formats, so your scheduler
//! can be saved inside a [`Cursor`](crate::Cursor) or an adaptor.
//!
//! | format | form |
//! |---|---|
//! | text formats: JSON, TOML, YAML, RON, .. | objects with named fields |
//! | binary formats: `MessagePack`, CBOR, postcard, bincode, .. | a list of self-describing tokens |
//!
//! Both forms keep the names of fields, and both are checked by the constructors of the types.

// A type lists its fields once, with `data!`, and its constructors check them, so data and code meet the same checks
// and messages. The tree is read once, and each level takes its own fields out of it, so reading is linear in the text.

mod binary;
mod error;
mod fields;
mod scalar;
#[cfg(feature = "schemars")]
pub(crate) mod schema;
mod value;

pub use error::{PathError, PathSegment};
pub(crate) use fields::{Fields, Variant, one_of};
pub use value::Value;

/// A type that is read from a [`Value`] and written as one.
///
/// # Example
///
/// ```
/// use lr_schedule::serial::{Data, PathError, Value};
///
/// struct Halving(usize);
///
/// impl Data for Halving {
///     fn to_value(&self) -> Value {
///         self.0.to_value()
///     }
///
///     fn from_value(value: Value) -> Result<Self, PathError> {
///         usize::from_value(value).map(Self)
///     }
/// }
/// assert!(Halving::from_value(Halving(30).to_value()).is_ok_and(|schedule| schedule.0 == 30));
/// ```
pub trait Data: Sized {
    /// Converts it to a tree of values.
    fn to_value(&self) -> Value;

    /// Converts it from a tree of values, with its checks applied.
    ///
    /// # Errors
    ///
    /// If the value is not data of this type; the error has the path to the field.
    fn from_value(value: Value) -> Result<Self, PathError>;
}

/// Reads a type from any format.
pub(crate) fn read<'de, T: Data, D: serde::Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let value = <Value as serde::Deserialize>::deserialize(deserializer)?;
    T::from_value(value).map_err(serde::de::Error::custom)
}

/// Lists the serialized fields of a type, with their defaults, and the constructor that checks them.
///
/// ```text
/// data! { StepDecay { start: f64, gamma: f64, every: usize } => Self::new(start, gamma, every) }
/// ```
///
/// gives [`Data`], `Serialize`, `Deserialize` and `JsonSchema`, or nothing without the feature `serde`. A field with a
/// default may be missing.
macro_rules! data {
    (
        $Type:ident $(<$($S:ident $(: $Bound:ident)?),+>)? { $($field:ident: $Field:ty $(= $default:expr)?),* $(,)? }
        => $build:expr
    ) => {
        const _: () = {
            use $crate::serial::{Data, Fields, PathError, Value};

            impl $(<$($S: Data $(+ $crate::$Bound)?),+>)? Data for $Type $(<$($S),+>)? {
                fn to_value(&self) -> Value {
                    Value::object([$((stringify!($field), Data::to_value(&self.$field))),*])
                }

                fn from_value(value: Value) -> Result<Self, PathError> {
                    let mut fields = Fields::of(value, &[$(stringify!($field)),*])?;
                    $(
                        let default = [$($default)?].into_iter().next();
                        let $field: $Field = fields.take_or(stringify!($field), default)?;
                    )*
                    let built: Result<Self, $crate::Error> = $build;
                    Ok(built?)
                }
            }

            $crate::serial::serde_by_data!($Type $(<$($S $(: $Bound)?),+>)?);

            #[cfg(feature = "schemars")]
            impl $(<$($S: schemars::JsonSchema),+>)? schemars::JsonSchema for $Type $(<$($S),+>)? {
                fn inline_schema() -> bool {
                    true
                }

                fn schema_name() -> alloc::borrow::Cow<'static, str> {
                    stringify!($Type).into()
                }

                fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                    $crate::serial::schema::object([$((
                        stringify!($field),
                        generator.subschema_for::<$Field>(),
                        [$(<$Field as Data>::to_value(&$default))?].into_iter().next(),
                    )),*])
                }
            }
        };
    };
}

/// Lists the serialized variants of an enum, with the names of their parameters, after words that follow "must be".
///
/// `"rex" => Rex { constant } or REX` makes the constant `REX` the name alone. A function at the end checks parameters.
macro_rules! variants {
    ($Type:ident, $words:literal {
        $($name:literal => $Variant:ident $({ $($field:ident),+ })? $(or $PLAIN:ident)?),* $(,)?
    } $(checked by $check:path)?) => {
        const _: () = {
            use $crate::serial::{Data, PathError, Value, Variant};

            impl Data for $Type {
                fn to_value(&self) -> Value {
                    match self {
                        $(
                            $(&Self::$PLAIN => Value::variant($name, []),)?
                            Self::$Variant $({ $($field),+ })? => {
                                Value::variant($name, [$($((stringify!($field), Data::to_value($field))),+)?])
                            }
                        )*
                    }
                }

                fn from_value(value: Value) -> Result<Self, PathError> {
                    let variant = Variant::of(value, $words)?;
                    let _name = variant.name.clone();
                    let built = match variant.name.as_str() {
                        $(
                            $($name if variant.is_unit() => Ok(Self::$PLAIN),)?
                            $name => variant.with(&[$($(stringify!($field)),+)?], |_fields| {
                                Ok(Self::$Variant $({ $($field: _fields.take(stringify!($field))?),+ })?)
                            }),
                        )*
                        _ => variant.unknown(&[$($name),*]),
                    }?;
                    $($check(built).map_err(|error| PathError::from(error).in_field(_name))?;)?
                    Ok(built)
                }
            }

            $crate::serial::serde_by_data!($Type);
        };
    };
}

/// `Serialize` and `Deserialize` through [`Data`].
macro_rules! serde_by_data {
    ($Type:ident $(<$($S:ident $(: $Bound:ident)?),+>)?) => {
        impl $(<$($S: $crate::serial::Data $(+ $crate::$Bound)?),+>)? serde::Serialize for $Type $(<$($S),+>)? {
            fn serialize<Z: serde::Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
                serde::Serialize::serialize(&$crate::serial::Data::to_value(self), serializer)
            }
        }

        impl<'de $(, $($S: $crate::serial::Data $(+ $crate::$Bound)?),+)?> serde::Deserialize<'de> for $Type $(<$($S),+>)? {
            fn deserialize<Z: serde::Deserializer<'de>>(deserializer: Z) -> Result<Self, Z::Error> {
                $crate::serial::read(deserializer)
            }
        }
    };
}

pub(crate) use {data, serde_by_data, variants};
