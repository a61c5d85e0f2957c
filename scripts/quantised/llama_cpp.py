"""llama.cpp's own quantiser and dequantisers, out of the libraries that node-llama-cpp brings.

usage: llama_cpp.py LIBRARIES quantize IN.gguf OUT.gguf FILE_TYPE
       llama_cpp.py LIBRARIES perplexity FILE.gguf IDS.json
       llama_cpp.py LIBRARIES compare OURS.gguf THEIRS.gguf
"""

import ctypes
import glob
import json
import math
import sys


class Params(ctypes.Structure):
    # llama.h: the number of threads, the file type, and what we leave as it is by default
    _fields_ = [("nthread", ctypes.c_int32), ("ftype", ctypes.c_int32), ("rest", ctypes.c_byte * 504)]


def quantize(libraries, source, target, file_type):
    llama = ctypes.CDLL(glob.glob(libraries + "/libllama.v*.so")[0])
    llama.llama_model_quantize_default_params.restype = Params
    llama.llama_model_quantize.argtypes = [ctypes.c_char_p, ctypes.c_char_p, ctypes.c_void_p]
    llama.llama_model_quantize.restype = ctypes.c_uint32
    params = llama.llama_model_quantize_default_params()
    params.nthread = 2
    params.ftype = int(file_type)
    if llama.llama_model_quantize(source.encode(), target.encode(), ctypes.byref(params)) != 0:
        sys.exit("llama.cpp refuses to quantise " + source)


def compare(_, ours, theirs):
    """Prints how many tensors of two files have the same type and the same bytes."""
    from gguf import GGUFReader

    one = {t.name: t for t in GGUFReader(ours).tensors}
    two = {t.name: t for t in GGUFReader(theirs).tensors}
    if one.keys() != two.keys():
        sys.exit("not the same tensors: %s" % (one.keys() ^ two.keys()))
    same = 0
    types = {}
    for name, tensor in one.items():
        other = two[name]
        types[tensor.tensor_type.name] = types.get(tensor.tensor_type.name, 0) + 1
        if tensor.tensor_type != other.tensor_type:
            print("  %s is %s, theirs %s" % (name, tensor.tensor_type.name, other.tensor_type.name))
        elif tensor.data.tobytes() != other.data.tobytes():
            print("  %s %s has other bytes" % (name, tensor.tensor_type.name))
        else:
            same += 1
    print("%d of %d tensors equal to the bit (%s)" % (same, len(one), types))


if __name__ == "__main__":
    globals()[sys.argv[2]](sys.argv[1], *sys.argv[3:])
