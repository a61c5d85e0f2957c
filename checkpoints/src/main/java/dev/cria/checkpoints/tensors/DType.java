package dev.cria.checkpoints.tensors;

import dev.cria.checkpoints.UserException;
import java.util.Arrays;
import java.util.Locale;

/** Element types, named as in safetensors. */
public enum DType {
    F64(8, "float64"),
    F32(4, "float32"),
    F16(2, "float16"),
    BF16(2, "bfloat16"),
    I64(8, "int64"),
    I32(4, "int32"),
    I16(2, "int16"),
    I8(1, "int8"),
    U8(1, "uint8"),
    BOOL(1, "bool");

    private final int bytes;
    private final String torchName;

    DType(int bytes, String torchName) {
        this.bytes = bytes;
        this.torchName = torchName;
    }

    /** Bytes per element. */
    public int bytes() {
        return bytes;
    }

    /** The name in Hugging Face's config.json, {@code bfloat16} for one. */
    public String torchName() {
        return torchName;
    }

    /** Whether it holds real numbers, which {@link Floats} converts. */
    public boolean isFloat() {
        return this == F64 || this == F32 || this == F16 || this == BF16;
    }

    /**
     * @throws UserException when the name is not a type that Cria reads
     */
    public static DType ofSafetensors(String name) {
        return Arrays.stream(values())
                .filter(type -> type.name().equals(name))
                .findFirst()
                .orElseThrow(() -> unsupported(name));
    }

    /**
     * Reads {@code bfloat16} and {@code torch.bfloat16}.
     *
     * @throws UserException when the name is not a type that Cria reads
     */
    public static DType ofTorch(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replaceFirst("^torch\\.", "");
        return Arrays.stream(values())
                .filter(type -> type.torchName.equals(plain))
                .findFirst()
                .orElseThrow(() -> unsupported(name));
    }

    private static UserException unsupported(String name) {
        if (name.toUpperCase(Locale.ROOT).startsWith("F8_") || name.startsWith("float8")) {
            return new UserException(
                    "tensor type \"%s\" is an 8-bit float, which means nothing without the scales of the program that quantised it; take the model in BF16, F16 or F32"
                            .formatted(name));
        }
        return new UserException(
                "tensor type \"%s\" is not supported; expected one of %s"
                        .formatted(name, Arrays.toString(values())));
    }
}
